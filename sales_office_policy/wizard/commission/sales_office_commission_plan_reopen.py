from odoo import api, fields, models

from ...models.organization.rpc import rpc


class SalesOfficeCommissionPlanReopen(models.TransientModel):
    """Lists the statements that a version dated back would pay twice, and asks whether to reopen them."""

    _name = "sales.office.commission.plan.reopen"
    _description = "Reopen Statements for a Plan"
    _inherit = "sales.office.reader.mixin"

    plan_id = fields.Many2one("sales.office.commission.plan", required=True, readonly=True, ondelete="cascade")
    date_from = fields.Date(related="plan_id.date_from", related_sudo=False)
    statement_ids = fields.Many2many("sales.office.statement", compute="_compute_statement_ids")
    reason = fields.Text(required=True)

    @api.depends("plan_id")
    def _compute_statement_ids(self):
        for dialog in self:
            dialog.statement_ids = dialog.plan_id._get_under_way().sorted(lambda s: (s.date_from, s.id))

    @rpc(one=True)
    def action_reopen_and_approve(self):
        """Do it; the plan checks who asks and when."""
        self.plan_id.action_approve_reopening(self.reason)
