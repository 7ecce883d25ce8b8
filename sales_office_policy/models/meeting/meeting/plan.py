from collections import defaultdict
from functools import cache

from odoo import api, fields, models

from ...organization.local_time import get_local_day, get_zone
from ...organization.record.rows import insert_rows
from ...organization.spans import DAY
from ..schedule.meeting_days import get_summed_month, get_work_spans, is_at_work, overlaps

CHAIRS = ("chair_id", "deputy_chair_id")
#: what a planned meeting takes over from its schedule, until somebody changes it by hand
FOLLOWED = ("name", "kind", "department_id", *CHAIRS, "minutes")


class SalesOfficeMeeting(models.Model):
    """A meeting made by a schedule, and how it follows it while it is planned."""

    _inherit = "sales.office.meeting"

    schedule_id = fields.Many2one(
        "sales.office.meeting.schedule",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="Made this meeting. Until it begins, it follows the schedule in whatever nobody changed by hand.",
    )
    schedule_day = fields.Date(readonly=True, copy=False, help="The day the schedule made it for; it may have moved.")
    plan = fields.Json(
        string="Schedule Snapshot",
        readonly=True,
        copy=False,
        groups="base.group_system",
        help="What the schedule said when this meeting was last adapted: what differs was changed by hand.",
    )
    is_called_off = fields.Boolean(
        string="Called Off by the Schedule",
        readonly=True,
        copy=False,
        help="The schedule has no meeting on this day any more. It comes back if the schedule has one again.",
    )

    _schedule_day_uniq = models.UniqueIndex(
        "(schedule_id, schedule_day)", "This schedule has a meeting on that day already."
    )

    def _get_schedule_key(self):
        return self.schedule_id.id, self.schedule_day

    def _filtered_coming(self):
        """Return the meetings that are still planned and have not begun."""
        now = fields.Datetime.now()
        return self.filtered(lambda meeting: meeting.state == "planned" and meeting.start > now)

    @api.model
    def _create_planned(self, plans):
        """Make one meeting for each plan, see ``sales.office.meeting.schedule._prepare_plan`` (sudo).

        Meetings and their lists are written as rows: there are thousands, of schedules whose department, chair and
        people were looked at just now.
        """
        schedules = self.env["sales.office.meeting.schedule"].browse(dict.fromkeys(id_ for id_, _day in plans))
        companies = {schedule.id: schedule.company_id.id for schedule in schedules}
        chairs = self.env["hr.employee"].browse(
            {plan[name] for plan in plans.values() for name in CHAIRS if plan[name]}
        )
        users = {chair.id: chair.user_id.id for chair in chairs}
        meetings = insert_rows(
            self,
            [
                {
                    **{name: plan[name] for name in (*FOLLOWED, "start", "stop")},
                    "company_id": companies[schedule_id],
                    "chair_user_id": users.get(plan["chair_id"]),
                    "deputy_chair_user_id": users.get(plan["deputy_chair_id"]),
                    "date": day,
                    "month": get_summed_month(plan["kind"], day),
                    "state": "planned",
                    "schedule_id": schedule_id,
                    "schedule_day": day,
                    "plan": plan,
                }
                for (schedule_id, day), plan in plans.items()
            ],
        )
        employee_ids = [plan["employee_ids"] for plan in plans.values()]
        self.env["sales.office.meeting.attendance"]._create_planned(meetings, employee_ids)
        return meetings

    def _get_expected(self, at_work=True):
        """Return ``{meeting: employees}`` (sudo): the members of its department whom one made by hand expects.

        As a schedule does: nobody before their first day or after their last, nor on a day off, nor after their shift.

        :param bool at_work: False: whoever is employed, whenever they work
        """
        members = self._get_people()
        days = {meeting: get_local_day(meeting.start, get_zone(meeting.tz)) for meeting in self if meeting.start}
        people = self.env["hr.employee"].sudo().union(*(members[meeting] for meeting in days))  # sudo: as the members
        if not people:
            return members
        first, last = min(days.values()) - DAY, max(days.values()) + DAY
        periods = people._get_sales_office_periods(first, last)
        workdays = people._get_sales_office_workdays(first, last)
        openings = {one.id: {day: workday.opening for day, workday in workdays[one.id].items()} for one in people}
        clocks = {meeting: meeting.department_id._get_sales_office_clock(meeting.company_id) for meeting in days}
        calendars = self.env["resource.calendar"].sudo()  # sudo: when an office works is no secret
        offices = calendars._get_sales_office_openings_batch(set(clocks.values()), first, last)
        there = {
            meeting: members[meeting].filtered(
                lambda one, meeting=meeting, day=day: meeting._expects(
                    day, periods[one.id], (openings[one.id], offices[clocks[meeting]]) if at_work else (None, None)
                )
            )
            for meeting, day in days.items()
        }
        return members | there

    def _expects(self, day, periods, hours):
        """Return whether somebody with these :class:`Period`s is employed on a day, and at work when it begins.

        :param hours: ``{day: opening hours}`` by their schedule, and of the office, by which goes who has no fixed
            hours; None where that is not to be asked, or no hours are fixed
        """
        period = next((period for period in periods if period.first <= day <= period.last), None)
        if not period or not period.hired <= day <= period.left:
            return False
        own, office = hours
        has_own = period.version.resource_calendar_id._has_sales_office_hours()
        return is_at_work(get_work_spans(own if has_own else office, [day]), day, self.start)

    def _prepare_expected(self, expected, leaves):
        """Yield all values of the rows of those who are expected; whoever is on leave then is excused.

        :param expected: ``(employee, department)``: where they are on that day; a guest need not come prepared
        :param leaves: ``{employee id: when they are on leave}``
        """
        hosts, times = self.department_id | self.schedule_id.further_department_ids, (self.start, self.stop)
        common = {"meeting_id": self.id, "company_id": self.company_id.id, "start": self.start}
        is_host = cache(lambda department: department._is_sales_office_part(hosts))
        for employee, department in expected:
            is_away = any(overlaps(times, leave) for leave in leaves[employee.id])
            yield {
                **common,
                "employee_id": employee.id,
                "user_id": employee.user_id.id,
                "department_id": department.id,
                "state": "excused" if is_away else "expected",
                "is_on_leave": is_away or None,
                "report_asked": is_host(department) or None,
            }

    def _adapt(self, plans):
        """Bring planned meetings in line with what their schedules say now (sudo).

        :param plans: ``{(schedule id, day): plan}``; what has none is called off
        """
        now = fields.Datetime.now()
        open_ended = self.filtered(lambda meeting: meeting.start > now)
        open_ended.filtered(
            lambda meeting: meeting.state == "planned" and meeting._get_schedule_key() not in plans
        )._call_off()
        back = open_ended.filtered(lambda meeting: meeting.is_called_off and meeting._get_schedule_key() in plans)
        back.write({"state": "planned", "is_called_off": False})
        changed = open_ended.filtered(
            lambda meeting: (
                meeting.state == "planned" and meeting.plan != plans.get(meeting._get_schedule_key(), meeting.plan)
            )
        )
        changed._adapt_participants(plans)
        changes = defaultdict(self.browse)
        for meeting in changed:
            plan = plans[meeting._get_schedule_key()]
            changes[tuple(meeting._prepare_followed_vals(plan).items())] |= meeting
            meeting.plan = plan
        for values, meetings in changes.items():
            meetings.write(dict(values))

    def _call_off(self):
        """Cancel because the schedule has no such meeting any more; it may come back."""
        self.write({"state": "cancelled", "is_called_off": True})

    def _prepare_followed_vals(self, plan):
        """Return what to take over of a plan: what it says otherwise than the last one, unless changed by hand."""
        values = {
            name: plan[name]
            for name in FOLLOWED
            if plan[name] != self.plan[name] and self._get_plain_value(name) == self.plan[name]
        }
        times = ("start", "stop")
        changed = any(plan[name] != self.plan[name] for name in times)
        if changed and all(self._get_plain_value(name) == self.plan[name] for name in times):
            values |= {name: plan[name] for name in times}
        return values

    def _get_plain_value(self, name):
        """Return the value of a field as a plan has it."""
        value, kind = self[name], self._fields[name].type
        if kind == "many2one":
            return value.id
        if kind == "datetime":
            return fields.Datetime.to_string(value)
        return str(value) if value else False

    def _adapt_participants(self, plans):
        """Add who is expected since the last plan, take off who is not any more and was not marked."""
        joined, left = [], []
        for meeting in self:
            before = set(meeting.plan["employee_ids"])
            now = set(plans[meeting._get_schedule_key()]["employee_ids"])
            if before != now:
                listed = meeting.attendance_ids.grouped(lambda row: row.employee_id.id)
                joined += [{"meeting_id": meeting.id, "employee_id": id_} for id_ in now - before - listed.keys()]
                left += [listed[id_].id for id_ in (before - now) & listed.keys()]
        rows = self.env["sales.office.meeting.attendance"].with_env(self.env)
        rows.create(joined)
        rows.browse(left).filtered(lambda row: row._is_untouched()).unlink()
