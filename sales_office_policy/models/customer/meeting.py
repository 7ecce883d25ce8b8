from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain


class SalesOfficeMeeting(models.Model):
    """The month-end meeting speaks of the market: what was learned, and what may go wrong (R009, R062, R093).

    Each reader sees what they may read anyway, so that what is confidential stays with those who lead.
    """

    _inherit = "sales.office.meeting"

    market_note_ids = fields.Many2many(
        "sales.office.market.note",
        compute="_compute_market",
        string="Learned about the Market",
        groups="sales_office_policy.group_customer",
    )
    risk_ids = fields.Many2many(
        "sales.office.risk", compute="_compute_market", string="Risks", groups="sales_office_policy.group_customer"
    )

    @api.depends("kind", "month", "date", "company_id", "department_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_market(self):
        Note, Risk = self.env["sales.office.market.note"], self.env["sales.office.risk"]
        ends = self.filtered(
            lambda meeting: (
                meeting.kind == "monthly" and meeting.month and meeting.company_id._sales_office_uses("customer")
            )
        )
        notes = Note.search(Domain.OR(meeting._get_note_domain() for meeting in ends)) if ends else Note
        open_ones = [("company_id", "in", ends.company_id.ids), ("state", "=", "open")]
        risks = Risk.search(open_ones) if ends else Risk
        for meeting in self:
            is_on = meeting in ends
            meeting.market_note_ids = notes.filtered_domain(meeting._get_note_domain()) if is_on else Note
            meeting.risk_ids = risks.filtered(meeting._has_risk) if is_on else Risk

    def _get_note_domain(self):
        """Return the notes that were learned since the month began, and those that run out before the next meeting."""
        last = (self.month + timedelta(days=31)).replace(day=1) + timedelta(days=40)
        learned = Domain("date", ">=", self.month)
        running_out = Domain("valid_until", ">=", self.month) & Domain("valid_until", "<=", last)
        return Domain("company_id", "=", self.company_id.id) & (learned | running_out)

    def _has_risk(self, risk):
        """Return whether somebody of the meeting's department, or of one below, watches a risk."""
        # sudo: compared only
        above, path = self.department_id.sudo().parent_path, risk.department_id.sudo().parent_path
        return risk.company_id == self.company_id and bool(above and path and path.startswith(above))
