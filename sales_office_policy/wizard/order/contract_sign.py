from odoo import api, fields, models

from ...models.organization.rpc.rpc import rpc


class SalesOfficeContractSign(models.TransientModel):
    """Takes who signed a contract for the house, and when; says first whether it was theirs to sign."""

    _name = "sales.office.contract.sign"
    _description = "Record a Signature"
    _inherit = "sales.office.reader.mixin"

    contract_id = fields.Many2one(
        "sales.office.contract",
        required=True,
        ondelete="cascade",
        default=lambda self: self.env.context.get("active_id"),
    )
    signatory_id = fields.Many2one(
        "hr.employee",
        string="Signed for Us by",
        compute="_compute_signatory_id",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
    )
    signed_on = fields.Date(string="Day on the Paper", required=True, default=fields.Date.context_today)
    warning = fields.Text(string="Alert", compute="_compute_warning")
    reason = fields.Text(string="Why It Stands", help="It binds when the customer has signed it, too.")

    @api.depends("contract_id")
    def _compute_signatory_id(self):
        """Begin with who has a mandate for it, where that is one."""
        for dialog in self:
            able = dialog._get_able()
            dialog.signatory_id = able if len(able) == 1 else False

    @api.depends("contract_id", "signatory_id", "signed_on")
    @api.depends_context("lang")
    def _compute_warning(self):
        for dialog in self:
            dialog.warning = dialog._get_fault()

    @rpc(one=True)
    def action_confirm(self):
        """Note the signature; the contract checks who may, and what stands against it."""
        self.contract_id.action_sign(self.signatory_id, self.signed_on, self.reason or "")
        return {"type": "ir.actions.act_window_close"}

    def _get_able(self):
        """Return the employees who may sign it today by a mandate; nobody for whom it is not to record."""
        mandates = self.env["sales.office.mandate"].sudo()  # sudo: as in _get_fault
        if not self.contract_id.can_sign:
            return mandates.employee_id
        contract = self.contract_id.sudo()  # sudo: as in _get_fault
        granted = mandates.search([("company_id", "=", contract.company_id.id), ("state", "=", "granted")])
        today = contract._get_member_today()
        fitting = granted.filtered(lambda mandate: mandate._holds_on(today) and mandate._fits(contract))
        return fitting.employee_id.filtered(lambda employee: not mandates._examine(contract, employee, today)[1])

    def _get_fault(self):
        """Return why it is not the signatory's to sign, asked only by who may record it; empty where it is theirs."""
        if not (self.contract_id.can_sign and self.signatory_id and self.signed_on):
            return ""
        contract = self.contract_id.sudo()  # sudo: whether a colleague may sign, for who records what they signed
        mandate, fault = self.env["sales.office.mandate"]._examine(contract, self.signatory_id, self.signed_on)
        return fault or contract._get_lapse(mandate, self.signatory_id)
