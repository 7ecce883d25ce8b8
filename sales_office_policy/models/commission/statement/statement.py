from datetime import date

from babel.dates import format_skeleton

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools.misc import babel_locale_parse, get_lang

from ...organization.posts.title import join_title
from ...organization.record.phrases import join_names
from ...organization.record.protected_mixin import Reason
from ...organization.rpc.rpc import core_door, rpc

#: states in which a statement is only corrected by later ones
LOCKED = ("approved", "paid")


def format_period(env, date_from, date_to):
    """Return e.g. "March 2026", "Q1 2026", "2026", "April 2026 – May 2026" in the reader's language, or ``False``."""
    if not date_from or not date_to:
        return False
    locale = babel_locale_parse(get_lang(env).code)
    months = (date_to.year - date_from.year) * 12 + date_to.month - date_from.month + 1
    skeleton = {1: "yMMMM", 3: "yQQQ", 12: "y"}.get(months)
    if skeleton and (date_from.month - 1) % months == 0:
        return format_skeleton(skeleton, date_from, locale=locale)
    return " – ".join(format_skeleton("yMMMM", day, locale=locale) for day in (date_from, date_to))


def get_amounts(lines):
    """Return what a statement of these lines comes to, as ``{field: amount}``.

    That is what was earned, less the fines, less what an earlier statement ended below zero by. A balance is no part of
    what was earned, and of what fines are measured by.

    :param lines: the records, or the values they are made of
    """
    gross = deducted = payable = brought_forward = balance = 0.0
    for line in lines:
        if line["violation_id"]:
            deducted -= line["amount"]
            payable += line["open_amount"]
            brought_forward += line["open_amount"] if line["kind"] == "brought_forward" else 0.0
        elif line["carried_statement_id"]:
            balance -= line["amount"]
        else:
            gross += line["amount"]
    net = gross - deducted - balance
    return {
        "gross": gross,
        "deductions": deducted,
        "brought_forward": brought_forward,
        "carried_forward": payable - deducted,
        "balance_brought_forward": balance,
        "net": net,
        "payable": max(net, 0.0),
        "balance_carried_forward": max(-net, 0.0),
    }


#: what follows from the lines
AMOUNTS = tuple(get_amounts(()))


class SalesOfficeStatement(models.Model):
    """What an employee is paid for a period under a plan, line by line (R134).

    Written by the settlement and moved by its actions only: nobody has the right to write
    it, so no amount can be changed from outside, whatever the state.
    """

    _name = "sales.office.statement"
    _description = "Commission Statement"
    _inherit = [
        "sales.office.member.mixin",
        "sales.office.unfollowed.mixin",
        "sales.office.deadline.mixin",
        "mail.activity.mixin",
    ]
    _order = "date_from desc, id desc"
    _rec_names_search = ["employee_id.name", "plan_id.name"]
    _member_date_field = "date_to"
    _mail_post_access = "read"  # the employee may write in the chatter of their own

    plan_id = fields.Many2one("sales.office.commission.plan", required=True, index=True, ondelete="restrict")
    date_from = fields.Date(string="From", required=True, index=True)
    date_to = fields.Date(string="To", required=True)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("review", "In Review"),
            ("confirmed", "Confirmed"),
            ("disputed", "Disputed"),
            ("approved", "Approved"),
            ("paid", "Paid"),
        ],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    line_ids = fields.One2many("sales.office.statement.line", "statement_id", string="Lines")
    currency_id = fields.Many2one(related="plan_id.currency_id", store=True)
    # a thousand of them are made at once: what follows from employee and plan is written with the amounts
    department_id = fields.Many2one(precompute=False)
    user_id = fields.Many2one(precompute=False)
    company_id = fields.Many2one(precompute=False)
    gross = fields.Monetary(compute="_compute_amounts", store=True, help="Commission, corrections, bonuses and prizes.")
    deductions = fields.Monetary(compute="_compute_amounts", store=True, help="Fines deducted, less those given back.")
    brought_forward = fields.Monetary(
        compute="_compute_amounts", store=True, help="Fines earlier statements had no room for."
    )
    carried_forward = fields.Monetary(
        compute="_compute_amounts",
        store=True,
        help="Fines this statement has no room for; they are carried to the next one.",
    )
    balance_brought_forward = fields.Monetary(
        string="Balance Carried In",
        compute="_compute_amounts",
        store=True,
        help="What an earlier statement ended below zero by.",
    )
    net = fields.Monetary(compute="_compute_amounts", store=True, tracking=True)
    payable = fields.Monetary(compute="_compute_amounts", store=True, help="The net amount, if it is above zero.")
    balance_carried_forward = fields.Monetary(
        string="Balance Carried Out",
        compute="_compute_amounts",
        store=True,
        help="What this statement ends below zero by; it is carried to the next one.",
    )
    balance_line_ids = fields.One2many("sales.office.statement.line", "carried_statement_id", string="Carried By")
    balance_open = fields.Monetary(
        string="Balance Not Carried Yet",
        compute="_compute_balance_open",
        store=True,
        help="Part of the balance below zero that no later statement has taken over.",
    )
    confirmed_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    confirmed_at = fields.Datetime(readonly=True, copy=False)
    dispute_reason = fields.Text(readonly=True, copy=False, tracking=True)
    dispute_answer = fields.Text(string="Answer", readonly=True, copy=False, tracking=True)
    approved_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    approved_at = fields.Datetime(readonly=True, copy=False)
    paid_on = fields.Date(readonly=True, copy=False)
    paid_at = fields.Datetime(readonly=True, copy=False, help="When it was marked as paid.")
    waterfall = fields.Json(
        string="From Commission to Net",
        compute="_compute_waterfall",
        help="What was earned, deducted and carried in, kind by kind, and what is left.",
    )
    can_confirm = fields.Boolean(compute="_compute_rights")
    can_settle = fields.Boolean(compute="_compute_rights")
    can_approve = fields.Boolean(compute="_compute_rights")
    can_pay = fields.Boolean(compute="_compute_rights")

    _period_uniq = models.Constraint(
        "UNIQUE (plan_id, employee_id, date_from)", "There is one statement per plan, employee and period."
    )
    _balance_open_idx = models.Index("(employee_id) WHERE balance_open > 0")

    @api.depends("plan_id")
    def _compute_company_id(self):
        """Whoever works for another company by now is paid by the one for which it was sold."""
        for statement in self:
            statement.company_id = statement.plan_id.company_id

    @api.depends("line_ids.amount", "line_ids.open_amount", "line_ids.kind", "line_ids.carried_statement_id")
    def _compute_amounts(self):
        self.line_ids.fetch(["kind", "amount", "open_amount", "violation_id", "carried_statement_id"])
        for name in AMOUNTS:  # most are zero: said of all at once
            self[name] = 0.0
        for statement in self:
            for name, amount in get_amounts(statement.line_ids).items():
                if amount:
                    statement[name] = amount

    @api.depends("line_ids.kind", "line_ids.amount", "net")
    @api.depends_context("lang")
    def _compute_waterfall(self):
        labels = dict(self.env["sales.office.statement.line"]._fields["kind"]._description_selection(self.env))
        total = self._fields["net"]._description_string(self.env)
        for statement in self:
            lines, currency = statement.line_ids.grouped("kind"), statement.currency_id
            sums = [(label, sum(lines[kind].mapped("amount"))) for kind, label in labels.items() if kind in lines]
            steps = [(label, amount, False) for label, amount in sums if not currency.is_zero(amount)]
            statement.waterfall = [
                {"label": label, "amount": amount, "text": currency.format(amount), "is_total": is_total}
                for label, amount, is_total in (*steps, (total, statement.net, True))
            ]

    @api.depends("state", "balance_carried_forward", "balance_line_ids.amount")
    def _compute_balance_open(self):
        """Being stored, it is also what lets only one of two concurrent runs take a balance."""
        for statement in self:
            out = statement.balance_carried_forward if statement.state in LOCKED else 0.0
            # what did not end below zero has nothing to be carried
            statement.balance_open = out and max(out + sum(statement.balance_line_ids.mapped("amount")), 0.0)

    @api.depends("employee_id", "department_id", "user_id.active")
    @api.depends_context("uid")
    def _compute_rights(self):
        finance, managed = self._where_post("finance"), self._where_post("manager")
        authority = self._has_authority()
        for statement in self:
            statement.can_pay = statement in finance and not statement.is_own
            statement.can_approve = statement in managed and statement in authority
            statement.can_settle = statement.can_pay or statement in authority
            statement.can_confirm = statement.is_own or (statement.can_settle and not statement.user_id.active)

    @api.depends("employee_id.name", "date_from", "date_to")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for statement in self:
            statement.display_name = join_title(statement.employee_id.name, statement._get_period_name())

    @core_door
    def unlink(self):
        """Delete drafts; what their lines took, as fines and prizes, is open again.

        :raises UserError: no draft, an amount was agreed after a dispute, or a later statement corrects it
        """
        self.check_access("unlink")
        self._check_deletable()
        # through the ORM, so that the fines on the lines are open again
        self.sudo().line_ids.unlink()  # sudo: nobody may delete lines but with their draft
        return super().unlink()

    def _check_deletable(self):
        if any(statement.state != "draft" for statement in self):
            raise UserError(self.env._("Only drafts can be deleted: reopen the statement first."))
        # sudo: lines of statements the caller may not see count as well
        if corrected := self.sudo()._find_corrected():
            raise UserError(
                self.env._(
                    "A later statement corrects %(name)s: compute it again instead of deleting it.",
                    name=corrected.display_name,
                )
            )
        if self.sudo().line_ids.agreed_by_id:  # sudo: whoever deletes the draft may not see who agreed
            raise UserError(self.env._("An amount was agreed after a dispute: finance takes it off first."))

    def _find_corrected(self):
        """Return the first of these whose period lines of others speak of as well; one query for all."""
        groups = self.env["sales.office.statement.line"]._read_group(
            [
                ("employee_id", "in", self.employee_id.ids),
                ("rule_id", "in", self.plan_id.rule_ids.ids),
                ("period_from", "in", self.mapped("date_from")),
                ("statement_id", "not in", self.ids),
            ],
            ["employee_id", "rule_id", "period_from:day"],
        )
        elsewhere = {(rule.plan_id, employee, day) for employee, rule, day in groups}
        return self.filtered(lambda s: (s.plan_id, s.employee_id, s.date_from) in elsewhere)[:1]

    def _get_reasons(self):
        example = self.env._("e.g. Invoice of 12 March is missing")
        return {
            **super()._get_reasons(),
            "dispute": Reason(
                self.env._("Dispute"),
                self.env._("What is wrong? Name the line and what you expect instead."),
                placeholder=example,
            ),
            "answer": Reason(
                self.env._("Answer"),
                self.env._(
                    "Your answer; the employee is asked to confirm again. If the figures have to change, reopen the "
                    "statement instead."
                ),
                shown=("dispute_reason",),
            ),
            "reopen": Reason(
                self.env._("Reopen"),
                self.env._("The statement goes back to draft and is computed anew. Why?"),
                placeholder=example,
            ),
            "take_back_payment": Reason(
                self.env._("Take Back the Payment"),
                self.env._("The statement is payable again, as long as payroll has not exported it since. Why?"),
            ),
        }

    @rpc
    def action_submit(self):
        """Show the draft to the employee and ask for a confirmation.

        :raises AccessError: the caller neither leads the employee nor is finance
        :raises UserError: not a draft
        """
        self._check_right("can_settle")
        self._check_state("draft")
        self._move("review")
        self._ask_confirmation()
        # an answer by the employee before must not count for the figures shown now
        self.sudo().confirmed_by_deadline = False

    @rpc
    def action_confirm(self):
        """The employee agrees. For somebody without a user, whoever settles says so instead.

        :raises AccessError: somebody else's statement
        :raises UserError: not in review
        """
        self._check_right("can_confirm")
        self._check_state("review")
        self._move("confirmed", confirmed_by_id=self.env.uid, confirmed_at=fields.Datetime.now())

    @rpc
    def action_dispute(self, reason: str):
        """The employee does not agree, and says why.

        :raises AccessError: somebody else's statement
        :raises UserError: not in review, or no reason given
        """
        self._check_own()
        self._check_state("review")
        self._move("disputed", dispute_reason=self._check_reason(reason), dispute_answer=False)

    @rpc
    def action_answer(self, answer: str):
        """Answer whatever is disputed and ask for confirmation again; to compute anew, reopen instead.

        :raises AccessError: the caller neither leads the employee nor is finance
        :raises UserError: not disputed, or no answer given
        """
        self._check_right("can_settle")
        self._check_state("disputed")
        self._close_disputes(self._check_reason(answer))
        self._ask_again()

    @rpc(one=True)
    def action_settle_dispute(self, amount: float, reason: str):
        """Settle the dispute about the statement as a whole by an amount, which the employee confirms with it.

        :param amount: paid more, or less if negative; in the currency of the statement
        :raises AccessError: not finance, or one's own
        :raises UserError: not disputed, answered already, no amount or no reason given
        """
        self._check_may_agree()
        if not self.dispute_reason or self.dispute_answer:
            raise UserError(self.env._("There is no open dispute about the statement as a whole."))
        self.sudo().dispute_answer = self._agree(amount, reason)  # sudo: as in _move
        self._ask_again()

    @rpc
    def action_approve(self):
        """Lock a confirmed statement: from now on it is only corrected by later ones.

        :raises AccessError: not a manager above the employee
        :raises UserError: not confirmed
        """
        self._check_right("can_approve")
        self._check_state("confirmed")
        self._move("approved", approved_by_id=self.env.uid, approved_at=fields.Datetime.now())

    @rpc
    def action_pay(self, date: date = None):
        """Pay the statements out, in the way the company has chosen; a second click pays nothing.

        What is negative is not paid but carried to the employee's next statement.

        :param date: accounting date of the documents, today by default
        :raises AccessError: not finance, or their own
        :raises UserError: not approved, no account or contact to pay to, or a locked date
        """
        self._check_right("can_pay")
        self._lock()
        self._check_state("approved")
        today = fields.Date.context_today(self)
        Payout = self.env["sales.office.payout"].sudo()  # sudo: finance pays by accounts it need not see
        for company, statements in self.sudo().grouped("company_id").items():
            Payout._pay(company, statements, date or today)
        self._move("paid", paid_on=today, paid_at=fields.Datetime.now())
        self._pay_rewards()

    @rpc
    def action_take_back_payment(self, reason: str):
        """Make statements payable again that were paid without a document, before the next payroll export.

        :raises AccessError: not finance, or one's own
        :raises UserError: not paid, paid by a document, exported since, or no reason given
        """
        self._check_right("can_pay")
        reason = self._check_reason(reason)
        self._lock()
        self._check_state("paid")
        statements = self.sudo()  # sudo: as in _move; exports and documents of whatever the caller may see
        statements._check_paid_by_payroll()
        statements._check_not_exported()
        statements._make_payable_again()
        for statement in self:
            statement.message_post(body=self.env._("Payment taken back: %(reason)s", reason=reason))

    @rpc
    def action_reopen(self, reason: str):
        """Take a statement that is not paid yet back to draft, where it is computed anew.

        Once approved only finance or a director may, and only while no later statement of
        the employee is approved.

        :raises AccessError: not entitled
        :raises UserError: draft or paid, no reason given, or followed by an approved statement
        """
        reason = self._check_reason(reason)
        self._check_right("can_settle")
        self._check_state("review", "confirmed", "disputed", "approved")
        self._check_may_unlock()
        self._take_balance_back()
        self._close_disputes(reason)
        for statement in self:
            statement.message_post(body=self.env._("Reopened: %(reason)s", reason=reason))
        self._move("draft", confirmed_by_id=False, confirmed_at=False, approved_by_id=False, approved_at=False)

    @rpc(one=True)
    def action_open_invoices(self):
        """Open the invoices and credit notes by which the employee earns in the period, by any of the plan's rules."""
        self.check_access("read")
        books = self.env["sales.office.commission.books"].sudo()  # sudo: which they are; reading them is up to the user
        rules = self.sudo().plan_id.rule_ids
        billed = rules.filtered(lambda rule: rule.basis != "ordered") or rules
        return books._get_documents_action(
            self.display_name, billed, self.sudo().employee_id, self.date_from, self.date_to
        )

    @rpc
    def action_open_payout(self):
        """Open the documents that were made for these statements."""
        return self.payout_move_ids._get_records_action(name=self.env._("Paid by"))

    def _get_period_name(self):
        return format_period(self.env, self.date_from, self.date_to)

    def _prepare_line_vals(self):
        """Return what every line of the statement says about it."""
        self.ensure_one()
        return {
            "statement_id": self.id,
            "employee_id": self.employee_id.id,
            "company_id": self.company_id.id,
            "currency_id": self.currency_id.id,
        }

    def _move(self, state, **values):
        statements = self.sudo()  # sudo: nobody may write a statement but by its actions, which have checked
        statements.write({"state": state, **values})
        # last, since deleting something makes Odoo forget all it has read
        statements.activity_unlink(["mail.mail_activity_data_todo"])

    def _check_right(self, flag):
        refused = self.browse() if self.env.su else self - self.filtered(flag)
        if not refused:
            return
        raise AccessError(
            self.env._(
                "Not yours to do for %(names)s: the employee confirms, a manager above them approves, "
                "finance pays, and nobody decides about themselves.",
                names=join_names(self.env, refused.mapped("display_name")),
            )
        )

    def _check_may_unlock(self):
        approved = self.filtered(lambda s: s.state == "approved")
        if not approved:
            return
        if not self.env.su and not approved._is_post_held("finance", "director"):
            raise AccessError(self.env._("Only finance or a director can reopen an approved statement."))
        # sudo: a director does not see their own, and all that matters here is whether there is one
        locked = self.sudo().search(
            [("employee_id", "in", approved.employee_id.ids), ("state", "in", LOCKED)], order="date_from, id"
        )
        latest = {statement.employee_id.id: statement for statement in locked}
        for statement in approved:
            later = latest[statement.employee_id.id]
            if later.date_from > statement.date_from:
                raise UserError(
                    self.env._(
                        "%(later)s is approved already: what has changed is corrected by the next statement.",
                        later=later.display_name,
                    )
                )

    def _take_balance_back(self):
        """Take the balance off drafts, which are computed again anyway; refuse where another statement has it."""
        lines = self.sudo().balance_line_ids  # sudo: lines of statements the caller may not see count as well
        moved = lines.statement_id.filtered(lambda s: s.state != "draft")
        if moved:
            raise UserError(
                self.env._("The balance was carried to %(name)s: reopen that first.", name=moved[0].display_name)
            )
        lines.unlink()
