from odoo import api, fields, models
from odoo.tools import format_date

from ...organization.posts.title import join_title
from ..statement.statement import format_period

#: causes where no plan says what the sales are worth: finance says it, and sales are compared instead of commission
MEASURED_BY_SALES = ("nobody", "unfollowed")


def get_key(kind, employee, plan, move, salesperson, period_from):
    """Return what tells that two findings or rows are about the same; whose a document is, finance may say later."""
    owner = employee.browse() if kind in MEASURED_BY_SALES else employee
    return (kind, owner, plan, move, salesperson, period_from or None)


class SalesOfficeUntaken(models.Model):
    """What no statement takes, for finance to decide: taken into the next one, or written off with a reason (R134).

    Found by comparing what the books say now with what statements and earlier decisions say, so that it appears,
    changes and goes by itself; what was decided stays as it was. Nobody writes it but by its actions.
    """

    _name = "sales.office.untaken"
    _description = "What No Statement Takes"
    _inherit = ["sales.office.member.mixin", "sales.office.unfollowed.mixin"]
    _order = "date desc, id desc"
    _member_date_field = "date"

    # who it is about: nobody where a salesperson is no employee
    employee_id = fields.Many2one(default=False, required=False, readonly=True)
    company_id = fields.Many2one(compute=None, precompute=False, required=True, readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection(
        [
            ("older", "Older than the Look-back"),
            ("left", "In No Plan Any More"),
            ("nobody", "Salesperson Is No Employee"),
            ("unfollowed", "Settled, but Not by Money"),
        ],
        string="Cause",
        required=True,
        readonly=True,
        help="Older than the look-back: a locked period for which the books now say something else, longer ago than "
        "the plan looks back. In no plan any more: paid or credited after the salesperson left the last plan. "
        "Settled, but not by money: what the invoice was matched with is neither money nor a credit note or write-off; "
        "if it is money, list its account as also received in the settings.",
    )
    state = fields.Selection(
        [
            ("open", "To Decide"),
            ("taken", "Taken In"),
            ("written_off", "Written Off"),
            ("gone", "No Difference Any More"),
        ],
        required=True,
        default="open",
        readonly=True,
        index=True,
        tracking=True,
    )
    salesperson_id = fields.Many2one("res.users", readonly=True)
    plan_id = fields.Many2one("sales.office.commission.plan", readonly=True, ondelete="cascade", index=True)
    move_id = fields.Many2one(
        "account.move", string="Invoice", readonly=True, ondelete="set null", index="btree_not_null"
    )
    move_name = fields.Char(
        string="Invoice Number", readonly=True, help="Number of the invoice, kept when that is deleted."
    )
    date = fields.Date(required=True, readonly=True, help="Day of the document, or last day of the period.")
    period_from = fields.Date(string="First Day of the Period", readonly=True)
    document = fields.Char(string="Invoice or Period", compute="_compute_document", compute_sudo=True)
    base_amount = fields.Monetary(string="Sales Amount", readonly=True, help="Without taxes.")
    amount = fields.Monetary(
        string="Commission",
        readonly=True,
        tracking=True,
        help="By the rules of the plan as they are; finance says how much where no plan does.",
    )
    reason = fields.Text(readonly=True)
    decided_by_id = fields.Many2one("res.users", string="Decided by", readonly=True)
    decided_at = fields.Datetime(string="Decided on", readonly=True)
    statement_line_ids = fields.One2many("sales.office.statement.line", "untaken_id", string="Statement Lines")
    statement_id = fields.Many2one(
        "sales.office.statement",
        compute="_compute_statement_id",
        store=True,
        index="btree_not_null",
        help="The statement that took it in.",
    )

    _open_once = models.UniqueIndex(
        "(company_id, kind, COALESCE(employee_id, 0), COALESCE(plan_id, 0), COALESCE(move_id, 0),"
        " COALESCE(salesperson_id, 0), COALESCE(period_from, '-infinity'::date))"
        " WHERE state = 'open' AND (move_id IS NOT NULL OR kind = 'older')"
    )

    @api.depends("move_id.name", "move_name", "period_from", "date")
    @api.depends_context("lang")
    def _compute_document(self):
        for row in self:
            row.document = row.move_id.name or row.move_name or format_period(self.env, row.period_from, row.date)

    @api.depends("employee_id.name", "salesperson_id.name", "document")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for row in self:
            row.display_name = join_title(row.employee_id.name or row.sudo().salesperson_id.name, row.document)

    @api.depends("statement_line_ids.statement_id")
    def _compute_statement_id(self):
        """Being stored, it is also what lets only one of two concurrent runs take it in."""
        for row in self:
            row.statement_id = row.statement_line_ids.statement_id[:1]

    def _get_key(self):
        """Return what tells that two rows are about the same."""
        return get_key(self.kind, self.employee_id, self.plan_id, self.move_id, self.salesperson_id, self.period_from)

    def _get_claim(self):
        """Return the locked period it is about, as the settlement asks for it."""
        return (self.employee_id, self.plan_id, self.period_from, self.date)

    def _prepare_line_vals(self):
        return {
            "kind": "correction",
            "period_from": self.date,
            "period_to": self.date,
            "base_amount": self.base_amount,
            "amount": self.amount,
        }

    def _explain_decision(self):
        return self.env._("Taken in by %(name)s: %(reason)s", name=self.decided_by_id.name, reason=self.reason)

    def _explain(self):
        """Return where a line of a statement comes from, in words."""
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        return self.env._(
            "%(kind)s: %(document)s of %(date)s. %(decision)s",
            kind=kinds[self.kind],
            document=self.document,
            date=format_date(self.env, self.date),
            decision=self._explain_decision(),
        )
