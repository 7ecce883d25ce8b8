from odoo import api, fields, models, tools
from odoo.fields import Domain
from odoo.tools import date_utils

from ...organization.posts.title import join_sentences, join_title
from ..price.discount_limit import POSTS
from ..price.limits import LADDER
from .expense import place_before_expenses
from .limits import Limit, Spent, find_passed, get_spent

#: states of an expense that somebody answers for; drafts and what was refused cost nothing
HANDED_IN = ("submitted", "approved", "posted", "in_payment", "paid")
APPROVERS = "hr_expense.group_hr_expense_team_approver"


class SalesOfficeExpenseLimit(models.Model):
    """A line of the table that says what may be spent in a month, where Odoo's expenses are installed (R120).

    It is about one person, or about a team, whose budget is a share of the money it collected in the month before: that
    is known when the month begins. All lines that fit count. Expenses of nobody's sales office are left alone.
    """

    _name = "sales.office.expense.limit"
    _description = "Expense Limit"
    _inherit = ["sales.office.remembered.mixin", "sales.office.protected.mixin"]
    _order = "sequence, id"

    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    basis = fields.Selection(
        [("month", "Of Each Person, a Month"), ("collected", "Of a Team, by What It Collected")],
        string="What Is Limited",
        required=True,
        default="month",
        help="Of a team: a share of the money that came in for the sales of its people in the month before.",
    )
    post = fields.Selection(POSTS, string="Who Spends It", help="Empty: every post.")
    product_id = fields.Many2one(
        "product.product",
        string="Kind of Expense",
        ondelete="cascade",
        domain=lambda self: self._get_kind_domain(),
        help="Empty: all kinds together.",
    )
    amount = fields.Monetary(string="Limit for a Month", aggregator=None)
    percent = fields.Float(string="Share of Collected (%)", aggregator=None)
    reaction = fields.Selection(
        [("warn", "Warn Only"), ("raise", "Next Level Approves")],
        string="Then",
        required=True,
        default="warn",
        help="Warn only: whoever hands it in is told, and it is noted on the expense. Next level approves: it goes "
        "past the nearest manager to who stands above them.",
    )

    _values = models.Constraint(
        "CHECK (amount >= 0 AND percent BETWEEN 0 AND 100)",
        "An amount is not negative, and a share lies between 0 and 100 %.",
    )

    @api.depends("basis", "post", "product_id.name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        bases, posts = (dict(self._fields[name]._description_selection(self.env)) for name in ("basis", "post"))
        for limit in self:
            limit.display_name = join_title(bases.get(limit.basis), posts.get(limit.post), limit.product_id.name)

    def _register_hook(self):
        super()._register_hook()
        place_before_expenses(self.env.registry)

    @api.model
    def _is_possible(self):
        """Return whether Odoo's expenses are installed."""
        return "hr.expense" in self.env

    @api.model
    def _get_kind_domain(self):
        return [("can_be_expensed", "=", True)] if self._is_possible() else []

    @api.model
    @tools.ormcache("company_id")
    def _get_table(self, company_id):
        """Return the tuple of :class:`.limits.Limit` that the company goes by."""
        lines = self.sudo().search([("company_id", "=", company_id)])  # sudo: the table holds for everybody
        return tuple(
            Limit(
                id=line.id,
                basis=line.basis,
                post=line.post or "",
                product_id=line.product_id.id or 0,
                amount=line.amount,
                percent=line.percent,
                reaction=line.reaction,
            )
            for line in lines
        )

    # ------------------------------------------------------------
    # What is spent
    # ------------------------------------------------------------

    @api.model
    def _find_passed(self, expenses):
        """Return ``{expense (sudo): [Passed]}`` of those with which more is spent than a limit allows.

        The sums are asked once for each company, whatever the number of expenses.
        """
        found = {}
        expenses = expenses.sudo()  # sudo: sums over colleagues and what a team collected; who asks is told their own
        for company, theirs in expenses.grouped("company_id").items():
            limits = self._get_table(company.id) if company._sales_office_uses("order") else ()
            theirs = theirs.filtered("employee_id.department_id.sales_office_id")
            if limits and theirs:
                found |= self._find_passed_of(company, limits, theirs)
        return found

    @api.model
    def _find_passed_of(self, company, limits, expenses):
        rows = self._get_spent(company, expenses)
        collected = self._get_collected(company, limits, expenses)
        found = {}
        for expense in expenses:
            asked = self._make_spent(expense)
            passed = find_passed(
                limits,
                asked,
                self._get_post(expense.employee_id),
                rows,
                collected.get((expense.department_id, asked.month), 0),
                company.currency_id.rounding,
            )
            if passed:
                found[expense] = passed
        return found

    @api.model
    def _make_spent(self, expense):
        month = date_utils.start_of(expense.date or fields.Date.context_today(expense), "month")
        line = tuple(expense.department_id._get_sales_office_line())
        return Spent(expense.employee_id.id, line, expense.product_id.id, month, expense.total_amount)

    @api.model
    def _get_spent(self, company, expenses):
        """Return the :class:`.limits.Spent` of the months of these expenses: theirs, and all that is handed in."""
        months = [self._make_spent(expense).month for expense in expenses]
        handed_in = Domain("state", "in", HANDED_IN) | Domain("id", "in", expenses.ids)
        return self._read_spent(company, min(months), max(months), handed_in)

    @api.model
    def _read_spent(self, company, first, last, handed_in):
        """Return the :class:`.limits.Spent` of all months from ``first`` to ``last`` (their first days)."""
        domain = Domain("company_id", "=", company.id) & Domain("date", ">=", first) & handed_in
        groups = (
            self.env["hr.expense"]
            .sudo()  # sudo: sums over colleagues, as in _find_passed
            ._read_group(
                domain & Domain("date", "<", date_utils.add(last, months=1)),
                ["employee_id", "department_id", "product_id", "date:month"],
                ["total_amount:sum"],
            )
        )
        return [
            Spent(employee.id, tuple(department._get_sales_office_line()), product.id, month, amount)
            for employee, department, product, month, amount in groups
        ]

    @api.model
    def _get_collected(self, company, limits, expenses):
        """Return ``{(department, month): what its people collected in the month before}``, if a limit asks for it."""
        if all(limit.basis != "collected" for limit in limits):
            return {}
        keys = {(expense.department_id, self._make_spent(expense).month) for expense in expenses}
        return self._read_collected(company, keys)

    @api.model
    def _read_collected(self, company, keys):
        """Return ``{(department, month): what its people collected in the month before}`` for these keys."""
        nobody = self.env["hr.employee"].sudo()
        questions = [
            (nobody, department, date_utils.subtract(month, months=1), date_utils.subtract(month, days=1))
            for department, month in keys
        ]
        values = self.env["sales.office.books"].sudo()._get_values(company, "collected", questions)
        return {key: max(0.0, float(value)) for key, value in zip(keys, values, strict=True)}

    @api.model
    def _get_collected_limits(self, company):
        """Return the lines of the table that give a team a share of what it collected."""
        return [limit for limit in self._get_table(company.id) if limit.basis == "collected" and not limit.post]

    @api.model
    def _get_budgets(self, company, department):
        """Return ``[(kind of expense (sudo), what is left, what may be spent)]`` of a team in this month.

        A budget is a share of what it collected, for everybody of it; none where no line of the table gives one.
        """
        limits = self._get_collected_limits(company)
        if not limits or not department or not self._is_possible():
            return []
        month = date_utils.start_of(fields.Date.context_today(self), "month")
        rows = self._read_spent(company, month, month, Domain("state", "in", HANDED_IN))
        collected = self._read_collected(company, {(department, month)})[department, month]
        budgets = []
        for limit in limits:
            asked = Spent(0, (department.id,), limit.product_id, month, 0.0)
            allowed = collected * limit.percent / 100
            kind = self.env["product.product"].sudo().browse(limit.product_id)  # sudo: its name
            budgets.append((kind, allowed - get_spent(limit, asked, rows), allowed))
        return budgets

    @api.model
    def _get_post(self, employee):
        """Return the highest post of the ladder that an employee (sudo) has by their roles; "" for everybody else."""
        groups = set(employee.sales_office_role_ids.group_id.ids)
        # not env.ref, which asks each time whether it is still there
        get_id = self.env["ir.model.data"]._xmlid_to_res_id
        return next((post for post in reversed(LADDER) if get_id(f"sales_office_policy.group_{post}") in groups), "")

    # ------------------------------------------------------------
    # Who approves it
    # ------------------------------------------------------------

    @api.model
    def _get_next_level(self, passed):
        """Return ``{expense: managers (sudo)}`` who approve what is beyond a limit that asks for the next level.

        They stand above the nearest manager of who spends, may approve expenses in Odoo, and are told the nearest
        first. Where there is nobody like that, the expense is approved as any other.

        :param dict passed: as :meth:`_find_passed` returns it
        """
        raised = [expense for expense, found in passed.items() if any(p.limit.reaction == "raise" for p in found)]
        departments = self.env["hr.department"].sudo().union(*(e.employee_id.department_id for e in raised))
        managers = departments._get_sales_office_managers()
        approvers = self.env.ref(APPROVERS).sudo().all_user_ids if raised else ()  # sudo: compared only
        levels = {}
        for expense in raised:
            above = expense.employee_id._get_sales_office_above(managers[expense.employee_id.department_id])
            able = above[1:].filtered(lambda manager: manager.user_id in approvers)
            if able := able.filtered(lambda manager, who=expense.employee_id: manager != who):
                levels[expense] = able
        return levels

    @api.model
    def _word_passed(self, expense, passed, approver=None):
        """Return what to tell about an expense: a person's own sums, and never what a team collected."""
        lines = []
        for limit, spent, allowed in passed:
            kind = self.browse(limit.id).sudo().product_id.display_name  # sudo: of an expense that the reader sees
            if limit.basis == "collected":
                lines.append(
                    self.env._("%(kind)s: the team's budget for the month is used up.", kind=kind)
                    if kind
                    else self.env._("The team's budget for the month is used up.")
                )
                continue
            values = {
                "spent": expense.company_currency_id.format(spent),
                "allowed": expense.company_currency_id.format(allowed),
            }
            lines.append(
                self.env._("%(kind)s: %(spent)s in the month; the limit is %(allowed)s.", kind=kind, **values)
                if kind
                else self.env._("Expenses: %(spent)s in the month; the limit is %(allowed)s.", **values)
            )
        if approver:
            lines.append(self.env._("%(name)s approves it.", name=approver.name))
        return join_sentences(*dict.fromkeys(lines))
