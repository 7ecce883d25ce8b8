from odoo import api, fields, models

from ....models.organization.rpc.rpc import rpc


class SalesOfficeUntakenDialog(models.TransientModel):
    """Asks why something is taken into a statement, written off, or decided anew."""

    _name = "sales.office.untaken.dialog"
    _description = "Decision about What No Statement Takes"
    _inherit = "sales.office.reader.mixin"

    untaken_id = fields.Many2one("sales.office.untaken", string="What It Is about", required=True, ondelete="cascade")
    operation = fields.Selection([("take", "Take In"), ("write_off", "Write Off"), ("undo", "Undo")], required=True)
    reason = fields.Text(required=True)
    needs_employee = fields.Boolean(compute="_compute_needs")
    needs_amount = fields.Boolean(compute="_compute_needs")
    employee_id = fields.Many2one(
        "hr.employee", help="Whose statement takes it in.", domain="[('company_id', '=', company_id)]"
    )
    company_id = fields.Many2one(related="untaken_id.company_id", related_sudo=False)
    currency_id = fields.Many2one(related="untaken_id.currency_id", related_sudo=False)
    amount = fields.Monetary(help="Commission that the statement takes in; a deduction is negative.")

    @api.depends("untaken_id", "operation")
    def _compute_needs(self):
        for dialog in self:
            takes = dialog.operation == "take"
            dialog.needs_employee = takes and not dialog.untaken_id.employee_id
            dialog.needs_amount = takes and not dialog.untaken_id.amount

    @rpc(one=True)
    def action_apply(self):
        """Do it; the record checks who asks and when."""
        if self.operation == "take":
            self.untaken_id.action_take(self.reason, self.employee_id or None, self.amount)
        elif self.operation == "write_off":
            self.untaken_id.action_write_off(self.reason)
        else:
            self.untaken_id.action_undo(self.reason)
