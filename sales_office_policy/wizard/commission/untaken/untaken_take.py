from odoo import api, fields, models

from ....models.organization.rpc.rpc import rpc


class SalesOfficeUntakenTake(models.TransientModel):
    """Asks whose statement takes something in, how much of it, and why."""

    _name = "sales.office.untaken.take"
    _description = "Take In"
    _inherit = "sales.office.reader.mixin"

    untaken_id = fields.Many2one("sales.office.untaken", string="What It Concerns", required=True, ondelete="cascade")
    reason = fields.Text(required=True)
    needs_employee = fields.Boolean(compute="_compute_needs")
    needs_amount = fields.Boolean(compute="_compute_needs")
    employee_id = fields.Many2one(
        "hr.employee", help="Whose statement takes it in.", domain="[('company_id', '=', company_id)]"
    )
    company_id = fields.Many2one(related="untaken_id.company_id", related_sudo=False)
    currency_id = fields.Many2one(related="untaken_id.currency_id", related_sudo=False)
    amount = fields.Monetary(help="Commission that the statement takes in; a deduction is negative.")

    @api.depends("untaken_id")
    def _compute_needs(self):
        for dialog in self:
            dialog.needs_employee = not dialog.untaken_id.employee_id
            dialog.needs_amount = not dialog.untaken_id.amount

    @rpc(one=True)
    def action_apply(self):
        """Do it; the record checks who asks and when."""
        self.untaken_id.action_take(self.reason, self.employee_id or None, self.amount)
