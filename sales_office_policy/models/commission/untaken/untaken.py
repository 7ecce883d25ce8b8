from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

from ...organization.posts.title import join_title
from ...organization.record.protected_mixin import Reason
from ...organization.rpc.argument_types import Record
from ...organization.rpc.rpc import rpc
from ..statement.statement import LOCKED, format_period

#: causes where no plan says what the sales are worth: finance says it, and sales are compared instead of commission
MEASURED_BY_SALES = ("nobody", "unfollowed")


def get_key(kind, employee, plan, move, salesperson, period_from):
    """Return what tells that two findings or rows are about the same; whose a document is, finance may say later."""
    owner = employee.browse() if kind in MEASURED_BY_SALES else employee
    return (kind, owner, plan, move, salesperson, period_from or None)


class SalesOfficeUntaken(models.Model):
    """What no statement takes, for finance to decide: taken into the next one, or written off with a reason (R134).

    Found by comparing what the books say now with what statements and earlier decisions say, so that it appears,
    changes and goes by itself; what was decided stays as it was. Nobody writes it but by its actions: finance or a
    director decides, never about their own, and may think again until a statement is locked.
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

    def _get_reasons(self):
        example = self.env._("e.g. Agreed with the salesperson on 12 May")
        return {
            **super()._get_reasons(),
            "write_off": Reason(
                self.env._("Write Off"),
                self.env._("No statement takes it in, now or later."),
                placeholder=example,
            ),
            "undo": Reason(
                self.env._("Undo"),
                self.env._(
                    "It waits to be decided again. A statement under way that took it in is reopened and computed "
                    "without it."
                ),
                placeholder=example,
            ),
        }

    @rpc
    def action_write_off(self, reason: str):
        """Say that no statement shall ever take it.

        :param reason: why, required
        :raises AccessError: neither finance nor a director, or one's own
        :raises UserError: decided already, or no reason
        """
        self._decide(("open",), "written_off", reason)

    @rpc
    def action_take(self, reason: str, employee: Record("hr.employee") = None, amount: float = 0.0):
        """Have the next statement of the person take it in.

        :param reason: what the line of the statement says besides where it comes from, required
        :param employee: whose statement, where the salesperson is no employee
        :param amount: in company currency, where no plan says what the sales are worth
        :raises AccessError: neither finance nor a director, or one's own
        :raises UserError: decided already, no reason, nobody or no amount named, or no plan pays the person any more
        """
        self._check_decider()
        for row in self:
            row._complete(employee, amount)
        self._check_payer()
        self._decide(("open",), "taken", reason)

    @rpc
    def action_undo(self, reason: str):
        """Take a decision back; a statement under way that took it in is reopened and computed without it.

        :param reason: why, required
        :raises AccessError: neither finance nor a director, or one's own
        :raises UserError: nothing was decided, no reason, or its statement is locked
        """
        statements = self.sudo().statement_id  # sudo: whoever's; read to refuse, the caller is checked below
        self._check_decider()
        if locked := statements.filtered(lambda statement: statement.state in LOCKED):
            raise UserError(
                self.env._("%(name)s is locked: reopen it first.", name=locked[0].display_name),
            )
        self.sudo()._reopen()  # sudo: nobody may write them but by actions, which have checked
        self._decide(("taken", "written_off"), "open", reason)
        under_way = statements.with_env(self.env).filtered(lambda statement: statement.state != "draft")
        if under_way:
            under_way.action_reopen(reason)
        # computing one may delete another that has become empty
        periods = dict.fromkeys((s.plan_id, s.date_from, s.date_to) for s in statements)
        for period in periods:
            self.env["sales.office.settlement"].sudo()._settle(*period)  # sudo: the engine's lines
        for company in self.company_id:
            self.sudo()._refresh(company)  # sudo: the books of everybody

    @rpc
    @api.model
    def action_refresh(self):
        """Look anew what no statement takes in the companies the user works in now.

        :raises AccessError: neither finance nor a director
        """
        self._check_decider()
        for company in self.env.companies:
            self.sudo()._refresh(company)  # sudo: the books of everybody

    @rpc(one=True)
    def action_open_source(self):
        """Open the invoice, or the statements of the locked period, for who may read them."""
        if self.move_id:
            return self.move_id._get_records_action()
        action = self.env["ir.actions.act_window"]._for_xml_id("sales_office_policy.sales_office_statement_action")
        domain = [
            ("employee_id", "=", self.employee_id.id),
            ("date_from", "=", fields.Date.to_string(self.period_from)),
        ]
        return action | {"domain": domain, "context": {}}

    def _decide(self, states, state, reason):
        self._check_decider()
        reason = self._check_reason(reason)
        if any(row.state not in states for row in self):
            raise UserError(self.env._("Some of this has been decided otherwise meanwhile: look again."))
        rows = self.sudo()  # sudo: nobody may write them but by actions, which have checked
        rows.write(
            {"state": state, "reason": reason, "decided_by_id": self.env.uid, "decided_at": fields.Datetime.now()}
        )
        for row in rows:
            row.message_post(body=reason)

    def _check_decider(self):
        if self.env.su:
            return
        if not self._is_post_held("finance", "director"):
            raise AccessError(self.env._("Only finance or a director can do this."))
        if any(row.is_own for row in self):
            raise AccessError(self.env._("Somebody else settles what concerns yourself."))

    def _complete(self, employee, amount):
        """Add what no plan says: whose it is, and how much."""
        if not self.employee_id and not employee:
            raise UserError(self.env._("Say whose statement takes it in."))
        vals = {} if self.employee_id else {"employee_id": employee.id}
        if not self.amount:
            if self.currency_id.is_zero(amount):
                raise UserError(self.env._("Say how much the statement takes in: no plan says it."))
            vals["amount"] = self.currency_id.round(amount)
        if vals:
            self.sudo().write(vals)  # sudo: as in _decide; the caller has been checked
            self._check_decider()  # it may be their own now

    def _check_payer(self):
        """Refuse what would wait for ever."""
        for company, rows in self.grouped("company_id").items():
            if missing := rows.employee_id - self.env["sales.office.unassigned.payout"]._get_planned_employees(company):
                raise UserError(
                    self.env._(
                        "No plan makes statements for %(name)s any more: write it off, or add %(name)s to a plan.",
                        name=missing[0].sudo().name,  # sudo: named to whoever may read the row
                    )
                )

    def _reopen(self):
        """Be as found again, instead of what was found about the same meanwhile."""
        company = ("company_id", "in", self.company_id.ids)
        others = self.search([company, ("state", "=", "open"), ("id", "not in", self.ids)])
        keys = {row._get_key() for row in self}
        others.filtered(lambda other: other._get_key() in keys).state = "gone"
        others.flush_recordset(["state"])  # before these are open, of which there is one at a time
        self.filtered(lambda row: row.kind in MEASURED_BY_SALES).amount = 0.0
        self.filtered(lambda row: row.kind == "nobody").employee_id = False

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
