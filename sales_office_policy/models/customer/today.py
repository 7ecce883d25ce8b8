from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ..organization.today import Button

ANSWERS = "sales_office_policy.sales_office_lead_response_action"
LEADS = "sales_office_policy.crm_lead_action_followed"
#: before the time to answer is over the line turns red
WARNED = timedelta(hours=1)


class SalesOfficeToday(models.AbstractModel):
    _inherit = "sales.office.today"

    @api.model
    def _get_lines(self):
        if not self.env.company._sales_office_uses("customer"):
            return super()._get_lines()
        return [
            *super()._get_lines(),
            *self._get_answer_lines(),
            *self._get_follow_up_lines(),
        ]

    def _get_answer_lines(self):
        """Return the leads the user is to answer, and those of who they lead that nobody answered in time."""
        Turn = self.env["sales.office.lead.response"]
        now = fields.Datetime.now()
        here = Domain("company_id", "=", self.env.company.id)
        own = Turn._find_waiting(here & Domain("user_id", "=", self.env.uid))
        soon = own.filtered(lambda turn: turn.respond_by < now + WARNED)
        detail = ", ".join(turn._describe_deadline() for turn in own[:3])
        title = self.env._("New leads to answer")
        lines = self._prepare_lines_of(
            *("customer", "leads_to_answer", title, LEADS, own.lead_id),
            detail=detail,
            urgent=bool(soon),
            icon="fa-reply",
        )
        if self.env.user.has_group("sales_office_policy.group_team_leader"):
            led = here & Domain("in_office_scope", "=", True) & Domain("respond_by", "<", now)
            late = Turn._find_waiting(led)
            title = self.env._("Leads nobody in your team answered in time")
            lines += self._prepare_lines_of("customer", "leads_unanswered", title, ANSWERS, late, icon="fa-reply-all")
        return lines

    def _get_follow_up_lines(self):
        """Return the user's own leads that nobody planned anything for, and those that were left alone."""
        Lead = self.env["crm.lead"]
        if not Lead.has_access("read"):
            return []
        own = Domain("user_id", "=", self.env.uid)
        idle = Lead.search(own & Domain("sales_office_lacks_step", "=", True), order="date_deadline, id")
        stale = Lead.search(own & Domain("sales_office_is_stale", "=", True), order="date_last_stage_update, id")
        title = self.env._("Opportunities without a next step")
        lines = self._prepare_lines_of("customer", "leads_idle", title, LEADS, idle, icon="fa-calendar-plus-o")
        snooze = (
            Button(
                self.env._("The Customer Named a Day"), dialog="sales_office_policy.sales_office_lead_snooze_action"
            ),
        )
        return lines + self._prepare_decisions(
            *("customer", "leads_stale", self.env._("Leads nobody was in contact with for long"), LEADS, stale),
            get_detail=lambda lead: lead.sales_office_last_contact_text,
            get_buttons=lambda _lead: snooze,
            icon="fa-hourglass-end",
        )
