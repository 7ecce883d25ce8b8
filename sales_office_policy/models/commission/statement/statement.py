from babel.dates import format_skeleton

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import babel_locale_parse, get_lang

from ...organization.posts.title import join_title
from ...organization.rpc.rpc import core_door, rpc

#: states in which a statement is only corrected by later ones
LOCKED = ("approved", "paid")
#: kinds of lines that are not earned, so that fines may take nothing of them: advances, balances, fines either way
NOT_EARNED = ("draw", "balance", "fine", "carry", "refund")


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
    _mail_post_access = "read"  # the employee may write in the chatter of his own

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
    currency_id = fields.Many2one(related="plan_id.currency_id", store=True, precompute=True)
    gross = fields.Monetary(compute="_compute_amounts", store=True, help="Commission, corrections, bonuses and prizes.")
    deductions = fields.Monetary(compute="_compute_amounts", store=True, help="Fines deducted, less those given back.")
    carried_in = fields.Monetary(
        compute="_compute_amounts", store=True, help="Fines earlier statements had no room for."
    )
    carried_out = fields.Monetary(
        compute="_compute_amounts",
        store=True,
        help="Fines this statement has no room for; they are carried to the next one.",
    )
    net = fields.Monetary(compute="_compute_amounts", store=True, tracking=True)
    confirmed_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    confirmed_at = fields.Datetime(readonly=True, copy=False)
    dispute_reason = fields.Text(readonly=True, copy=False, tracking=True)
    dispute_answer = fields.Text(string="Answer", readonly=True, copy=False, tracking=True)
    approved_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    approved_at = fields.Datetime(readonly=True, copy=False)
    paid_on = fields.Date(readonly=True, copy=False)
    paid_at = fields.Datetime(readonly=True, copy=False, help="When it was marked as paid.")

    _period_uniq = models.Constraint(
        "UNIQUE (plan_id, employee_id, date_from)", "There is one statement per plan, employee and period."
    )

    @api.depends("plan_id")
    def _compute_company_id(self):
        """Whoever works for another company by now is paid by the one for which it was sold."""
        for statement in self:
            statement.company_id = statement.plan_id.company_id

    @api.depends("line_ids.amount", "line_ids.due_amount", "line_ids.kind", "line_ids.carried_statement_id")
    def _compute_amounts(self):
        """What was earned, less the fines, less what an earlier statement ended below zero with.

        A balance is no part of what was earned, and of what fines are measured by.
        """
        for statement in self:
            lines = statement.line_ids
            fines = lines.filtered("violation_id")
            balances = lines.filtered("carried_statement_id")
            gross = sum((lines - fines - balances).mapped("amount"))
            deductions, balance = -sum(fines.mapped("amount")), sum(balances.mapped("amount"))
            net = gross - deductions + balance
            statement.gross = gross
            statement.deductions = deductions
            statement.carried_in = sum(fines.filtered(lambda line: line.kind == "carry").mapped("due_amount"))
            statement.carried_out = sum(fines.mapped("due_amount")) - deductions
            statement.balance_in = -balance
            statement.net = net
            statement.payable = max(net, 0.0)
            statement.balance_out = max(-net, 0.0)

    @api.depends("employee_id.name", "date_from", "date_to")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for statement in self:
            statement.display_name = join_title(statement.employee_id.name, statement._get_period_name())

    @core_door
    def unlink(self):
        self.check_access("unlink")
        self._check_deletable()
        # through the ORM, so that the fines on the lines are open again
        self.sudo().line_ids.unlink()  # sudo: nobody may delete lines but with their draft
        return super().unlink()

    def _check_deletable(self):
        if any(statement.state != "draft" for statement in self):
            raise UserError(self.env._("Only drafts can be deleted: reopen the statement first."))
        for statement in self.sudo():  # sudo: lines of statements the caller may not see count as well
            corrections = (
                self.env["sales.office.statement.line"]
                .sudo()
                .search_count(
                    [
                        ("employee_id", "=", statement.employee_id.id),
                        ("rule_id", "in", statement.plan_id.rule_ids.ids),
                        ("period_from", "=", statement.date_from),
                        ("statement_id", "not in", self.ids),
                    ],
                    limit=1,
                )
            )
            if corrections:
                raise UserError(
                    self.env._(
                        "A later statement corrects %(name)s: compute it again instead of deleting it.",
                        name=statement.display_name,
                    )
                )

    def _get_period_name(self):
        return format_period(self.env, self.date_from, self.date_to)

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
