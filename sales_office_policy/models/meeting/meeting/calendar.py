from collections import defaultdict
from datetime import timedelta

from odoo import fields, models
from odoo.fields import Command

from ...organization.record.rows import insert_rows, link_rows

#: no mail, no notification and no message about an event that follows its meeting
QUIET = {
    "dont_notify": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "mail_notrack": True,
    "no_mail_to_attendees": True,
    "send_updates": False,  # nor from an outside calendar that is kept in line with Odoo's
    "skip_attendee_notification": True,
    "skip_contact_description": True,
    "tracking_disable": True,
}


class SalesOfficeMeeting(models.Model):
    """A coming meeting as one event in the calendars of its participants and its chair.

    The event follows the meeting, never the other way round: whoever moves or deletes it in the
    calendar finds it back the next time the meetings are planned. The planning brings all events in
    line at once and says so in the context, see :meth:`_later_in_calendar`.
    """

    _inherit = "sales.office.meeting"

    calendar_event_id = fields.Many2one(
        "calendar.event", readonly=True, copy=False, index="btree_not_null", ondelete="set null"
    )

    def _get_calendar_events(self):
        """Return the events (sudo, archived ones too) of these meetings, for quiet changes."""
        # sudo: the event belongs to the meeting, whoever changes it need not see it in their calendar
        events = self.sudo().calendar_event_id
        # nothing of the caller's context: its defaults are about other records
        return events.with_context(QUIET)  # pylint: disable=context-overridden

    def _later_in_calendar(self, later=True):
        """Return these meetings with their changes kept from the calendar until it is brought in line with all."""
        return self.with_context(sales_office_later_in_calendar=later)

    def _sync_calendar_events(self):
        """Bring the events of the coming meetings in line with them, all at once and without a mail."""
        if self.env.context.get("sales_office_later_in_calendar"):
            return
        cancelled = self.filtered(lambda meeting: meeting.state == "cancelled")
        cancelled._get_calendar_events().filtered("active").write({"active": False})
        now = fields.Datetime.now()
        # sudo: as in _get_calendar_events
        shown = self.sudo().filtered(lambda meeting: meeting.stop > now and meeting.state in ("planned", "open"))
        if not shown:
            return
        partners = shown._get_calendar_partners()
        known = shown.filtered("calendar_event_id")
        known._refresh_calendar_events()
        known._add_to_calendar(partners)
        (shown - known)._create_calendar_events(partners)

    def _prepare_event_vals(self):
        return {
            "name": self.name,
            "start": self.start,
            "stop": self.stop,
            "user_id": self.chair_user_id.id,
            "active": True,
        }

    def _create_calendar_events(self, partners):
        """Make one event for each meeting; everybody on the list has accepted it, who is excused has declined.

        :param partners: as returned by :meth:`_get_calendar_partners`
        """
        model_id = self.env["ir.model"]._get_id(self._name)
        invited = self.env["res.partner"].sudo().browse({id_ for meeting in self for id_ in partners[meeting.id]})
        names = {partner.id: partner.name or partner.email for partner in invited}  # sudo: of colleagues
        events = (
            self.browse()
            ._get_calendar_events()
            .create(
                [
                    {
                        **meeting._prepare_event_vals(),
                        "allday": False,
                        "description": False,
                        "privacy": "private",  # a meeting is not everybody's business; others see that people are busy
                        # what Odoo computes of these would be written once more afterwards
                        "duration": round((meeting.stop - meeting.start) / timedelta(hours=1), 2),
                        "res_model": self._name,
                        "res_model_id": model_id,
                        "res_id": meeting.id,
                        "partner_ids": [Command.set(list(partners[meeting.id]))],
                        "attendee_ids": [Command.clear()],  # see below: one by one Odoo takes most of the time for them
                    }
                    for meeting in self
                ]
            )
        )
        self._create_calendar_attendees(events, partners, names)
        link_rows(self, "calendar_event_id", events)

    def _create_calendar_attendees(self, events, partners, names):
        """Write who is invited to the new events of these meetings, as rows.

        :param names: ``{id of a partner: name}``
        """
        Attendee = self.env["calendar.attendee"].sudo()  # sudo: as in _get_calendar_events
        insert_rows(
            Attendee,
            [
                {
                    "event_id": event.id,
                    "partner_id": partner_id,
                    "state": state,
                    "common_name": names[partner_id],
                    "access_token": Attendee._default_access_token(),
                }
                for meeting, event in zip(self, events, strict=True)
                for partner_id, state in partners[meeting.id].items()
            ],
        )

    def _refresh_calendar_events(self):
        changes = defaultdict(list)
        for meeting in self:
            event = meeting._get_calendar_events()
            values = tuple(
                (name, value)
                for name, value in meeting._prepare_event_vals().items()
                if event._fields[name].convert_to_write(event[name], event) != value
            )
            if values:
                changes[values].append(event.id)
        for values, event_ids in changes.items():
            events = self._get_calendar_events().browse(event_ids)
            events.write(dict(values))
            # core asks the organizer again when somebody else moves their event
            events.attendee_ids.filtered(
                lambda attendee: (
                    attendee.state == "needsAction" and attendee.partner_id == attendee.event_id.user_id.partner_id
                )
            ).write({"state": "accepted"})

    def _add_to_calendar(self, partners):
        """Add people who came on the list later, those who joined the same meetings at once."""
        joined = defaultdict(list)
        for meeting in self:
            event = meeting._get_calendar_events()
            if missing := partners[meeting.id].keys() - set(event.partner_ids.ids):
                joined[frozenset(missing)].append(event.id)
        for partner_ids, event_ids in joined.items():
            events = self._get_calendar_events().browse(event_ids)
            events.write({"partner_ids": [Command.link(id_) for id_ in partner_ids]})
            new = events.attendee_ids.filtered(
                lambda attendee, ids=partner_ids: attendee.state == "needsAction" and attendee.partner_id.id in ids
            )
            new.write({"state": "accepted"})

    def _get_calendar_partners(self):
        """Return whose calendars show the meetings: ``{meeting id: {partner id: attendee's state}}``."""
        groups = self.env["sales.office.meeting.attendance"]._read_group(
            [("meeting_id", "in", self.ids), ("user_id.active", "=", True)],
            ["meeting_id", "state"],
            ["user_id:recordset"],
        )
        partners = {meeting.id: {} for meeting in self}
        for meeting in self:
            if meeting.chair_user_id.active:
                partners[meeting.id][meeting.chair_user_id.partner_id.id] = "accepted"
        for meeting, state, users in groups:
            answer = "declined" if state == "excused" else "accepted"
            partners[meeting.id].update(dict.fromkeys(users.partner_id.ids, answer))
        return partners
