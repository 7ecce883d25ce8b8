from odoo import api, models
from odoo.exceptions import AccessError, UserError

from ..organization.record.row_lock import claim_rows
from ..organization.rpc.rpc import core_door, rpc
from .visit.visit_event import FOLLOWING

TIMES = frozenset({"start", "stop", "duration", "start_date", "stop_date", "allday"})


class CalendarEvent(models.Model):
    _inherit = "calendar.event"

    @api.model
    def _get_activity_excluded_models(self):
        """The event of a visit is no activity that somebody would have to tick off."""
        return [*super()._get_activity_excluded_models(), "sales.office.visit"]

    @core_door
    def write(self, vals):
        """Move the visit with its event."""
        moves = not TIMES.isdisjoint(vals)  # asked first: core takes values out
        result = super().write(vals)
        if moves and self._has_sales_office_visits():
            # sudo: who may move the event may move the visit; it is followed as far as a visit may be moved
            visits = self.env["sales.office.visit"].sudo()
            visits.search([("event_id", "in", self.ids), ("state", "=", "planned")])._follow_events()
        return result

    def _has_sales_office_visits(self):
        """Return whether visits may follow: the room is used, and it is not the visit that moves its event."""
        if self.env.context.get("sales_office_visit_event") is FOLLOWING:
            return False
        return any(company._sales_office_uses("customer") for company in self.env.companies)

    @rpc(one=True)
    def action_plan_sales_office_visit(self):
        """Make a visit of one's own appointment with somebody from outside, or open the one it is already.

        :raises AccessError: somebody else's appointment, or no member of a sales office
        :raises UserError: nobody from outside is invited, and it is about no opportunity
        """
        visits = self.env["sales.office.visit"]
        if self.user_id != self.env.user or not visits.has_access("create"):
            raise AccessError(self.env._("Only the organizer makes a visit of an appointment."))
        claim_rows(self)  # two clicks make one visit
        visit = visits.search([("event_id", "=", self.id), ("user_id", "=", self.env.uid)], limit=1)
        if not visit:
            # sudo: asked about only
            guest = self.partner_ids.sudo().filtered(lambda partner: partner._is_from_outside())[:1]
            if not guest and not self.opportunity_id:
                raise UserError(self.env._("Invite the customer first, or choose the opportunity it is about."))
            values = {
                "employee_id": self.env.user.employee_id.id,
                "partner_id": guest.id or self.opportunity_id.partner_id.id,
                "lead_id": self.opportunity_id.id,
                "planned_start": self.start,
                "duration": min(max(self.duration, 0.25), 24),
                "purpose": self.name,
            }
            # sudo: which event it is in the calendar, nobody types; the rest is checked as theirs
            visit = visits.sudo().create({**values, "event_id": self.id}).sudo(False)
            visit.check_access("write")
            visit._check_plan()
        return {
            "type": "ir.actions.act_window",
            "res_model": visit._name,
            "res_id": visit.id,
            "views": [(False, "form")],
        }
