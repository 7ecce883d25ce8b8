from odoo import api, fields, models

from ...models.customer.visit.visit import OUTCOMES
from ...models.organization.rpc.rpc import rpc


class SalesOfficeVisitReport(models.TransientModel):
    """Asks what came of a visit, for a thumb: the outcome first, then what comes next (R104).

    What the customer needs and whom we sell against is written down in the same form, on the opportunity that the visit
    is about, by whoever may write that (R064).
    """

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

    can_note = fields.Boolean(compute="_compute_notes")
    need_ids = fields.One2many(
        "sales.office.need", string="Customer Needs", compute="_compute_notes", inverse="_inverse_need_ids"
    )
    competitor_line_ids = fields.One2many(
        "sales.office.competitor.line",
        string="Competitors' Offers",
        compute="_compute_notes",
        inverse="_inverse_competitor_line_ids",
    )

    @api.depends("visit_id")
    def _compute_notes(self):
        for report in self:
            lead = report._get_noted_lead()
            report.can_note = bool(lead)
            report.need_ids = lead.sales_office_need_ids
            report.competitor_line_ids = lead.sales_office_competitor_line_ids

    def _inverse_need_ids(self):
        for report in self:
            report._get_noted_lead().sales_office_need_ids = report.need_ids

    def _inverse_competitor_line_ids(self):
        for report in self:
            report._get_noted_lead().sales_office_competitor_line_ids = report.competitor_line_ids

    def _get_noted_lead(self):
        """Return the opportunity that the visit is about, if the user may write it."""
        return self.visit_id.sudo(False).lead_id._filtered_access("write")

    @rpc(one=True)
    def action_confirm(self):
        """Pass it on to the visit, which checks the right to."""
        self.visit_id.action_report(self.outcome, self.text or "", self.next_step or "", self.next_step_on)
        return {"type": "ir.actions.act_window_close"}
