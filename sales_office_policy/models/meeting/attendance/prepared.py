from datetime import datetime, time, timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ...organization.local_time import get_local_day, get_zone, to_local
from ...organization.posts.title import join_title
from ...organization.searching import lasting

#: meetings that everybody comes to with something to report
REPORT_KINDS = ("morning", "weekly")

#: activities on a lead that mean a contact with the customer
CONTACT_CATEGORIES = ("meeting", "phonecall")


class SalesOfficeMeetingAttendance(models.Model):
    """Who comes prepared: with a line to report, or saying that they have nothing (R004).

    It counts what stands there when the meeting begins, that is at its start, or when it is
    opened if that is later. Who was put on the list when it had begun was not asked, nor are guests.

    The visits that people have planned for the day of a meeting are taken over as their lines (R006), from their
    calendar and from the activities on leads. What is private stays private, and nothing is taken twice; a constant
    number of queries for any number of people. These methods expect rows in sudo: a row stands for one's own plans.
    """

    _inherit = "sales.office.meeting.attendance"

    report_asked = fields.Boolean(
        readonly=True,
        copy=False,
        help="A member of the department, on the list before the meeting began, so that they could prepare for it.",
    )
    nothing_to_report = fields.Boolean(readonly=True, copy=False, help="They said so before the meeting.")
    prepared = fields.Boolean(
        readonly=True,
        copy=False,
        help="Had something to report, or said that they have nothing, when the meeting began.",
    )
    is_unprepared = fields.Boolean(
        string="Unprepared",
        compute="_compute_is_unprepared",
        search="_search_is_unprepared",
        help="Was to prepare for this meeting and did not. Nobody who is excused or absent.",
    )

    @api.depends("report_asked", "prepared", "state", "user_id", "meeting_id.kind")
    def _compute_is_unprepared(self):
        for row in self:
            row.is_unprepared = (
                row.report_asked
                and not row.prepared
                and row.state in ("expected", "present", "late")
                and row.user_id
                and row.meeting_id.sudo().kind in REPORT_KINDS  # sudo: who leads a guest may not see the meeting
            )

    @lasting
    def _search_is_unprepared(self, operator, value):
        if operator != "in":
            return NotImplemented
        return (
            Domain("report_asked", "=", True)
            & Domain("prepared", "=", False)
            & Domain("state", "in", ("expected", "present", "late"))
            & Domain("user_id", "!=", False)
            & Domain("meeting_id", "any!", [("kind", "in", REPORT_KINDS)])
        )

    def _ask_for_report(self):
        """Note on new rows of meetings that have not begun who is to come prepared."""
        early = self.sudo()._get_unbegun()  # sudo: the mark is kept out of hand
        early.filtered(lambda row: not row._is_guest()).report_asked = True

    def _is_guest(self):
        """Return whether this person (sudo) belongs to none of the departments whose meeting it is."""
        departments = self.meeting_id.department_id | self.meeting_id.schedule_id.further_department_ids
        return not self.department_id._is_sales_office_part(departments)

    def _get_unbegun(self):
        """Return the rows of meetings that have not begun: before their start, or not opened yet."""
        now = fields.Datetime.now()
        return self.filtered(
            lambda row: (
                row.meeting_id.state == "planned" or row.meeting_id.state == "open" and now <= row.meeting_id.start
            )
        )

    def _update_prepared(self):
        """Note on rows (sudo) of meetings that have not begun whether their people are prepared."""
        self._get_unbegun()._note_prepared()

    def _note_prepared(self):
        domain = [("meeting_id", "in", self.meeting_id.ids), ("employee_id", "in", self.employee_id.ids)]
        groups = self.env["sales.office.meeting.line"].sudo()._read_group(domain, ["meeting_id", "employee_id"])
        reporting = {(meeting.id, employee.id) for meeting, employee in groups}
        with_lines = self.filtered(lambda row: (row.meeting_id.id, row.employee_id.id) in reporting)
        with_lines.filtered("nothing_to_report").nothing_to_report = False
        with_lines.filtered(lambda row: not row.prepared).prepared = True
        (self - with_lines).filtered(lambda row: row.prepared and not row.nothing_to_report).prepared = False

    def _say_nothing_to_report(self):
        self.write({"nothing_to_report": True, "prepared": True})

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
                zone = get_zone(row.meeting_id.tz)
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
        return get_local_day(event.start, zone) == day

    def _prepare_event_vals(self, event, guest, zone):
        start = to_local(event.start, zone)
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
            "text": join_title(activity.activity_type_id.name, activity.summary or lead.name, by=": "),
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
