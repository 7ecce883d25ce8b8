from odoo import api, fields, models
from odoo.fields import Command

from ....models.organization.rpc.rpc import rpc


class SalesOfficeCommissionPlanReopen(models.TransientModel):
    """Lists the statements that a version dated back would pay twice, and asks whether to reopen them."""

    _name = "sales.office.commission.plan.reopen"
    _description = "Reopen Statements for a Plan"
    _inherit = "sales.office.reader.mixin"

    plan_id = fields.Many2one("sales.office.commission.plan", required=True, readonly=True, ondelete="cascade")
    date_from = fields.Date(related="plan_id.date_from", related_sudo=False)
    statement_ids = fields.Many2many("sales.office.statement", compute="_compute_statement_ids", store=True)
    is_changed = fields.Boolean(string="Changed Since", readonly=True, help="Other statements than were shown first.")
    reason = fields.Text()

    @api.depends("plan_id")
    def _compute_statement_ids(self):
        for dialog in self:
            dialog.statement_ids = dialog.plan_id._get_under_way()

    @rpc(one=True)
    def action_reopen_and_approve(self):
        """Do it; the plan checks who asks and when. Others than those shown are shown first."""
        under_way = self.plan_id._get_under_way()
        if under_way != self.statement_ids:
            self.write({"statement_ids": [Command.set(under_way.ids)], "is_changed": True})
            return self._open()
        return self.plan_id.action_approve_reopening(self.reason or "")

    def _open(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Statements Under Way"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }
