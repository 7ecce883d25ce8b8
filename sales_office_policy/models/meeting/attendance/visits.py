from datetime import datetime, time, timedelta

from pytz import timezone, utc

from odoo import models
from odoo.fields import Domain

#: activities on a lead that mean a contact with the customer
CONTACT_CATEGORIES = ("meeting", "phonecall")


class SalesOfficeMeetingAttendance(models.Model):
    """Takes over the visits that people have planned for the day of a meeting (R006).

    From their calendar and from the activities on leads. What is private stays private, and
    nothing is taken twice; a constant number of queries for any number of people. The methods
    expect rows in sudo: a row stands for somebody's own plans.
    """

    _inherit = "sales.office.meeting.attendance"

    def _prefill_lines(self):
        """Add what these people have planned and is not among their lines yet; return the new lines."""
        Line = self.env["sales.office.meeting.line"].sudo()
        planned = self.filtered("user_id")._get_planned_visits()
        domain = Domain("meeting_id", "in", self.meeting_id.ids) & Domain("res_model", "!=", False)
        names = ("meeting_id", "employee_id", "res_model", "res_id")
        known = {(line.meeting_id.id, line.employee_id.id, line.res_model, line.res_id) for line in Line.search(domain)}
        wanted = {}
        for row, vals in planned:
            # the department is the row's, which need not be found out again
            person = {"employee_id": row.employee_id.id, "department_id": row.department_id.id}
            vals = {"meeting_id": row.meeting_id.id, **person, **vals}
            wanted.setdefault(tuple(vals[name] for name in names), vals)
        return Line.create([vals for key, vals in wanted.items() if key not in known])

    def _get_planned_visits(self):
        """Return ``[(row, values of a line)]``; each names its source in ``res_model`` and ``res_id``.

        Another room that knows of planned visits extends this.
        """
        days = {meeting: meeting.date for meeting in self.meeting_id}
        if not days:
            return []
        return [*self._get_calendar_visits(days), *self._get_activity_visits(days)]

    def _get_calendar_visits(self, days):
        """Appointments with somebody from outside or about an opportunity, neither private nor declined."""
        rows = self.grouped(lambda row: row.user_id.partner_id)
        visits = []
        for event in self._search_events(days):
            guests = event.partner_ids.filtered(self._is_from_outside)
            if not guests and not event.opportunity_id:
                continue
            hosts = event.attendee_ids.filtered(lambda attendee: attendee.state != "declined").partner_id
            for row in (row for host in hosts for row in rows.get(host, ())):
                zone = timezone(row.meeting_id.tz)
                if self._is_on_day(event, days[row.meeting_id], zone):
                    visits.append((row, row._prepare_event_vals(event, guests[:1], zone)))
        return visits

    def _search_events(self, days):
        """Return the events (sudo) that these people could have on the ``days`` of their meetings."""
        # wide enough for every time zone; the day itself is compared in that of the office
        first = datetime.combine(min(days.values()) - timedelta(days=1), time.min)
        last = datetime.combine(max(days.values()) + timedelta(days=2), time.min)
        domain = [
            ("partner_ids", "in", self.user_id.partner_id.ids),
            ("start", "<", last),
            ("stop", ">=", first),
            ("privacy", "!=", "private"),
            ("res_model", "!=", "sales.office.meeting"),
        ]
        events = self.env["calendar.event"].sudo().search(domain, order="start, id")
        return events.filtered(lambda event: event.effective_privacy != "private")

    def _is_from_outside(self, partner):
        """Return whether ``partner`` is neither a user nor an employee nor one of our companies."""
        return partner.partner_share and not partner.employee_ids and not partner.commercial_partner_id.ref_company_ids

    def _is_on_day(self, event, day, zone):
        if event.allday:
            return event.start_date <= day <= event.stop_date
        return utc.localize(event.start).astimezone(zone).date() == day

    def _prepare_event_vals(self, event, guest, zone):
        start = utc.localize(event.start).astimezone(zone)
        return {
            **self._prepare_customer_vals(event.opportunity_id, guest),
            "text": event.name,
            "time": 0 if event.allday else start.hour + start.minute / 60,
            "res_model": event._name,
            "res_id": event.id,
        }

    def _get_activity_visits(self, days):
        """Calls and meetings due that day on leads; what is in the calendar too is taken from there."""
        rows = self.grouped("user_id")
        domain = [
            ("user_id", "in", self.user_id.ids),
            ("res_model", "=", "crm.lead"),
            ("date_deadline", "in", list(set(days.values()))),
            ("activity_type_id.category", "in", CONTACT_CATEGORIES),
            ("calendar_event_id", "=", False),
        ]
        activities = self.env["mail.activity"].sudo().search(domain, order="date_deadline, id")
        leads = self.env["crm.lead"].sudo().browse(activities.mapped("res_id")).exists()
        visits = []
        for activity in activities:
            lead = leads.browse(activity.res_id)
            for row in rows[activity.user_id] if lead in leads else ():
                if days[row.meeting_id] == activity.date_deadline:
                    visits.append((row, row._prepare_activity_vals(activity, lead)))
        return visits

    def _prepare_activity_vals(self, activity, lead):
        return {
            **self._prepare_customer_vals(lead, lead.partner_id),
            "text": f"{activity.activity_type_id.name}: {activity.summary or lead.name}",
            "res_model": activity._name,
            "res_id": activity.id,
        }

    def _prepare_customer_vals(self, lead, partner):
        """Return customer and opportunity, as far as they belong to the company of the meeting."""
        companies = (self.company_id, self.company_id.browse())
        partner = partner or lead.partner_id
        return {
            "kind": "visit",
            "lead_id": lead.id if lead.company_id in companies else False,
            "partner_id": partner.id if partner.company_id in companies else False,
        }
