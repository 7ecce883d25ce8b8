from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ...meeting.meeting.calendar import QUIET
from .visit import BACK

#: marks what follows from a visit, so that the visit does not follow it in turn; an object nobody can send
FOLLOWING = object()


class SalesOfficeVisit(models.Model):
    """A visit as an event in the calendar of who goes there: whichever is moved, the other follows.

    Others see that somebody is busy, not with whom. The customer is no attendee of it and gets no invitation. An event
    that was in the calendar before, with whomever it was, stays as it is: its visit only follows it.
    """

    _inherit = "sales.office.visit"

    event_id = fields.Many2one(
        "calendar.event",
        string="In the Calendar",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )

    def _get_quiet_events(self):
        """Return the calendar (sudo) for changes that send nothing and come back to no visit."""
        # sudo: the event belongs to the visit, whoever of those who lead its employee changes it
        # nothing of the caller's context: its defaults are about other records
        context = {**QUIET, "sales_office_visit_event": FOLLOWING}
        return self.env["calendar.event"].sudo().with_context(context)  # pylint: disable=context-overridden

    def _get_own_events(self):
        """Return the events (sudo) that were made for these visits."""
        events = self.sudo().event_id.filtered(lambda event: event.res_model == self._name)
        return self._get_quiet_events().browse(events.ids)

    def _check_movable(self, vals):
        """Raise a ``UserError`` if an appointment with guests would be elsewhere in the calendar than its visit."""
        adopted = self.sudo().event_id - self._get_own_events()  # sudo: as in _get_quiet_events
        if adopted and not {"planned_start", "duration", "employee_id"}.isdisjoint(vals):
            raise UserError(self.env._("It is an appointment with guests: move it in the calendar, so that they know."))

    def _sync_events(self):
        """Bring the events in line with their visits, without a message to anybody."""
        visits = self.sudo()  # sudo: as in _get_quiet_events
        gone = visits.filtered(lambda visit: visit.state in ("cancelled", "missed"))
        gone._get_own_events().filtered("active").active = False
        due = visits.filtered(lambda visit: visit.state == "planned" and visit.user_id)
        for visit in due.filtered("event_id"):
            visit._move_event()
        new = due.filtered(lambda visit: not visit.event_id)
        events = self._get_quiet_events().create([visit._prepare_event() for visit in new])
        for visit, event in zip(new, events, strict=True):
            visit.event_id = event

    def _prepare_event(self):
        partner = self.user_id.partner_id
        return {
            **self._prepare_event_time(),
            "name": self._get_event_name(),
            "user_id": self.user_id.id,
            "allday": False,
            "description": False,
            "privacy": "private",
            "res_model_id": self.env["ir.model"]._get_id(self._name),
            "res_id": self.id,
            "partner_ids": [Command.set(partner.ids)],
            "attendee_ids": [Command.create({"partner_id": partner.id, "state": "accepted"})],
        }

    def _prepare_event_time(self):
        return {"start": self.planned_start, "stop": self.planned_stop}

    def _get_event_name(self):
        return self.env._("Visit: %(customer)s", customer=self._get_customer_name())

    def _move_event(self):
        """Let the event that was made for one planned visit (sudo) be when and whose the visit is."""
        event = self._get_own_events()
        if event and event.user_id != self.user_id:
            event.unlink()
            self.event_id = self._get_quiet_events().create([self._prepare_event()])
            return
        values = {**self._prepare_event_time(), "name": self._get_event_name(), "active": True}
        changed = {name: value for name, value in values.items() if event and event[name] != value}
        if changed:
            event.write(changed)
            attendees = event.attendee_ids
            attendees.filtered(lambda attendee: attendee.partner_id == event.user_id.partner_id).state = "accepted"

    def _follow_events(self):
        """Move these visits (sudo) to where their events were moved, as far as visits may be entered."""
        now = fields.Datetime.now()
        for visit in self.filtered(lambda visit: visit.state == "planned" and not visit.came_at):
            start, stop = visit.event_id.start, visit.event_id.stop
            hours = (stop - start) / timedelta(hours=1)
            if start >= now - BACK and 0 < hours <= 24 and (start, stop) != (visit.planned_start, visit.planned_stop):
                visit.write({"planned_start": start, "duration": hours})
