from odoo import fields, models

from ...models.customer.visit.visit import OUTCOMES
from ...models.organization.rpc.rpc import rpc


class SalesOfficeVisitReport(models.TransientModel):
    """Asks what came of a visit, for a thumb: the outcome first, then what comes next (R104)."""

    _name = "sales.office.visit.report"
    _description = "What Came of a Visit"
    _inherit = "sales.office.reader.mixin"

    visit_id = fields.Many2one(
        "sales.office.visit",
        required=True,
        ondelete="cascade",
        default=lambda self: self.env.context.get("active_id"),
    )
    lead_id = fields.Many2one(related="visit_id.lead_id")
    purpose = fields.Char(related="visit_id.purpose")
    outcome = fields.Selection(OUTCOMES, string="What Came of It", required=True)
    text = fields.Text(string="What Was Said")
    next_step = fields.Char(string="What Comes Next")
    next_step_on = fields.Date(string="On Which Day")

    @rpc(one=True)
    def action_confirm(self):
        """Pass it on to the visit, which checks the right to."""
        self.visit_id.action_report(self.outcome, self.text or "", self.next_step or "", self.next_step_on)
        return {"type": "ir.actions.act_window_close"}
