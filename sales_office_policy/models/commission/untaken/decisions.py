from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...organization.rpc.argument_types import Record
from ...organization.rpc.rpc import rpc
from ..statement.statement import LOCKED
from .untaken import MEASURED_BY_SALES


class SalesOfficeUntaken(models.Model):
    """Finance or a director decides, never about himself, and may change his mind until a statement is locked."""

    _inherit = "sales.office.untaken"

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
        reason = (reason or "").strip()
        if not reason:
            raise UserError(self.env._("Say why."))
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
            self._check_decider()  # it may be his own now

    def _check_payer(self):
        """Refuse what would wait for ever."""
        for company, rows in self.grouped("company_id").items():
            if missing := rows.employee_id - self.env["sales.office.due"]._get_planned_employees(company):
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
