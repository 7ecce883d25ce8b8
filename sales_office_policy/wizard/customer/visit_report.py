from odoo import api, fields, models

from ...models.customer.visit.visit import OUTCOMES
from ...models.organization.rpc.rpc import core_door, rpc

#: lists of the dialog, and those of the opportunity that they are
NOTED = {"need_ids": "sales_office_need_ids", "competitor_line_ids": "sales_office_competitor_line_ids"}


class SalesOfficeVisitReport(models.TransientModel):
    """Asks what came of a visit, for a thumb: the outcome first, then what comes next (R104).

    What the customer needs and whom we sell against is written down in the same form, on the opportunity that the visit
    is about, by whoever may write that (R064), and only with a report that is taken.
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
    need_ids = fields.One2many("sales.office.need", string="Customer Needs", compute="_compute_notes", readonly=False)
    competitor_line_ids = fields.One2many(
        "sales.office.competitor.line", string="Competitors' Offers", compute="_compute_notes", readonly=False
    )

    @api.depends("visit_id")
    def _compute_notes(self):
        for report in self:
            lead = report._get_noted_lead()
            report.can_note = bool(lead)
            report.need_ids = lead.sales_office_need_ids
            report.competitor_line_ids = lead.sales_office_competitor_line_ids

    @core_door
    @api.model_create_multi
    def create(self, vals_list):
        """Begin reports; what is noted in them is written down on the opportunity, as its own rights say."""
        noted = [self._take_out(vals) for vals in vals_list]
        reports = super().create([{n: v for n, v in vals.items() if n not in NOTED} for vals in vals_list])
        for report, notes in zip(reports, noted, strict=True):
            report._note(notes)
        return reports

    @core_door
    def write(self, vals):
        """Change reports; what is noted in them is written down as in :meth:`create`."""
        result = super().write({name: value for name, value in vals.items() if name not in NOTED})
        for report in self:
            report._note(self._take_out(vals))
        return result

    def _take_out(self, vals):
        return {NOTED[name]: vals[name] for name in NOTED if vals.get(name)}

    def _note(self, notes):
        """Write lines of the dialog, as they come from a form, on the opportunity.

        The dialog is saved before its button is pressed, so what the report would be refused for is asked for here:
        either all of it is written or nothing, and the dialog stays open with what was typed.
        """
        lead = self._get_noted_lead() if notes else None
        if lead:
            self.visit_id.sudo(False)._begin_report((self.next_step or "").strip(), self.next_step_on)
            lead.write(notes)
            self.invalidate_recordset(list(NOTED))

    def _get_noted_lead(self):
        """Return the opportunity that the visit is about, if the user may write it."""
        return self.visit_id.sudo(False).lead_id._filtered_access("write")

    @rpc(one=True)
    def action_confirm(self):
        """Pass it on to the visit, which checks the right to."""
        self.visit_id.action_report(self.outcome, self.text or "", self.next_step or "", self.next_step_on)
        return {"type": "ir.actions.act_window_close"}
