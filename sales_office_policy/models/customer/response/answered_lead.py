from odoo import fields, models
from odoo.tools import format_datetime, format_time

from ..contact.contacted_lead import GROUP


class SalesOfficeAnsweredLead(models.AbstractModel):
    """Until when whoever has a new lead is to answer it, and whether they did (R074)."""

    _name = "sales.office.answered.lead"
    _description = "Sales Office Answered Lead"

    sales_office_response_state = fields.Selection(
        [("waiting", "To Be Answered"), ("late", "Not Answered in Time"), ("answered", "Lead Answered")],
        string="Answer to the Lead",
        compute="_compute_sales_office_contact",
        compute_sudo=True,
        groups=GROUP,
    )
    sales_office_response_text = fields.Char(
        string="Answer to the Lead, in Words", compute="_compute_sales_office_contact", compute_sudo=True, groups=GROUP
    )

    def _set_response(self, known):
        """Say what is known of contacts about this lead (``LeadContacts``, or None) as an answer."""
        state = text = False
        if known and known.responded_at and known.respond_by:
            state, text = "answered", self._describe_answer(known)
        elif known and known.respond_by and self._is_open_lead():
            state = "late" if known.respond_by < fields.Datetime.now() else "waiting"
            text = self.env._("answer until %(time)s", time=self._format_moment(known.respond_by))
        self.sales_office_response_state = state
        self.sales_office_response_text = text

    def _describe_answer(self, known):
        if not known.worked_hours:
            return self.env._("answered at %(time)s", time=self._format_moment(known.responded_at))
        hours, minutes = divmod(round(known.worked_hours * 60), 60)
        return self.env._("answered after %(time)s h", time=f"{hours}:{minutes:02}")

    def _format_moment(self, moment):
        """Return a time of today as the time, another one with its day, on the reader's clock."""
        local = fields.Datetime.context_timestamp(self, moment)
        if local.date() == fields.Date.context_today(self):
            return format_time(self.env, local.time(), time_format="short")
        return format_datetime(self.env, moment, dt_format="short")

    def _pass_on_response(self):
        """Begin a turn for who has these leads now (sudo), and end that of who had them."""
        if not self:
            return
        leads = self.sudo()  # sudo: whose turn it is follows from whose lead it is, whoever assigns it
        Turn = leads.env["sales.office.lead.response"]
        Turn.search([("lead_id", "in", leads.ids), ("ended_at", "=", False)])._end()
        Turn._begin(leads.filtered(lambda lead: lead.user_id and lead._is_open_lead()))
