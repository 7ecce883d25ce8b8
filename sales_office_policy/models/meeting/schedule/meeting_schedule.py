from collections import defaultdict
from datetime import date, timedelta
from itertools import combinations

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command

from ...organization.local_time import get_utc_time, get_zone
from ...organization.posts.title import join_title
from ...organization.rpc.rpc import core_door, rpc
from ...workday.hours.makeup_day import WEEKDAYS
from .meeting_days import is_at_work, overlaps

#: days that one call may plan
LONGEST_PLAN = 366
#: as far is looked whether the office is open when a schedule meets: each kind of meeting is held once in it
LOOK_AHEAD = timedelta(days=35)
#: nobody looks at what begins later: a year was mistyped
LATEST = date(9000, 1, 1)


class SalesOfficeMeetingSchedule(models.Model):
    """When a department meets again and again, and who is expected (R003, R009).

    The meetings themselves are made some days ahead, one by one, see
    ``planning.py``: each keeps its own list, minutes and hand-made changes.
    """

    _name = "sales.office.meeting.schedule"
    _description = "Meeting Schedule"
    _inherit = ["sales.office.department.mixin", "sales.office.used.mixin", "mail.thread"]
    _order = "department_id, start_time, id"
    _check_company_auto = True

    name = fields.Char(compute="_compute_name", store=True, precompute=True, readonly=False, required=True)
    active = fields.Boolean(default=True, tracking=True)
    kind = fields.Selection(
        [
            ("morning", "Every Working Day"),
            ("weekly", "Once a Week"),
            ("monthly", "Last Working Day of the Month"),
        ],
        required=True,
        default="morning",
        tracking=True,
        help="Days are those of the office: none on public holidays, also on make-up working days. "
        "Where two meetings are at the same time, people are expected at the rarer one only: at the one of the "
        "month's end rather than the weekly one, at the weekly one rather than the daily one. "
        "Nobody is expected after their shift. A meeting at which nobody is left is not held that day.",
    )
    weekday = fields.Selection(WEEKDAYS, default="0", help="A week in which the office is closed on this day has none.")
    department_id = fields.Many2one(tracking=True)
    start_time = fields.Float(default=8.25, required=True, tracking=True, help="In the time zone of the office.")
    end_time = fields.Float(default=8 + 35 / 60, required=True, tracking=True, help="In the time zone of the office.")
    tz = fields.Char(string="Office Time Zone", compute="_compute_tz")
    is_after_hours = fields.Boolean(
        string="Outside Office Hours",
        compute="_compute_is_after_hours",
        help="On none of the coming days is the office open when it would begin: nobody is expected after their shift.",
    )
    date_from = fields.Date(string="From", tracking=True, help="No meetings before; empty: as soon as possible.")
    date_to = fields.Date(string="Until", tracking=True, help="The last day; empty: until further notice.")
    chair_id = fields.Many2one(
        "hr.employee",
        check_company=True,
        ondelete="restrict",
        tracking=True,
        help="Empty: who manages the department.",
    )
    deputy_chair_id = fields.Many2one(
        "hr.employee",
        check_company=True,
        ondelete="restrict",
        tracking=True,
        help="Chairs when the chair is on leave or has left, and may call the roll at any time.",
    )
    further_department_ids = fields.Many2many(
        "hr.department",
        "sales_office_meeting_schedule_department_rel",
        check_company=True,
        string="Further Departments",
        help="Expected as well, with all departments below them. Those of the department itself always are.",
    )
    guest_ids = fields.Many2many(
        "hr.employee",
        "sales_office_meeting_schedule_guest_rel",
        check_company=True,
        string="Guests",
        help="Expected each time, whatever department they belong to.",
    )
    agenda = fields.Html(help="Copied into the minutes of each meeting.")
    meeting_ids = fields.One2many("sales.office.meeting", "schedule_id", string="Meetings")
    next_meeting_ids = fields.Many2many(
        "sales.office.meeting", compute="_compute_next_meeting_ids", string="Next Meetings"
    )
    meeting_count = fields.Integer(compute="_compute_meeting_count")
    can_manage = fields.Boolean(compute="_compute_can_manage", help="The current user may name the chair.")

    _end_after_start = models.Constraint(
        "CHECK (round(end_time * 60) > round(start_time * 60))",
        "A meeting has to end after it starts: set the end to a later hour.",
    )
    _hours_of_day = models.Constraint(
        "CHECK (start_time >= 0 AND end_time <= 24)", "Start and end are hours of one day, from 0:00 to 24:00."
    )
    _dates_ordered = models.Constraint(
        "CHECK (date_from <= date_to)", "The last day of a schedule must not be before its first day."
    )
    _weekday_given = models.Constraint(
        "CHECK (kind != 'weekly' OR weekday IS NOT NULL)", "Choose the day of the week for a weekly meeting."
    )

    @api.depends("kind", "department_id")
    def _compute_name(self):
        kinds = dict(self.env["sales.office.meeting"]._fields["kind"]._description_selection(self.env))
        for schedule in self:
            if not schedule._origin and schedule.kind and schedule.department_id:
                schedule.name = join_title(kinds[schedule.kind], schedule.department_id.name)
            else:
                schedule.name = schedule.name  # what a saved schedule is called stays

    @api.depends("department_id", "company_id")
    def _compute_tz(self):
        for schedule in self:
            department = schedule.department_id
            schedule.tz = department._get_sales_office_tz(schedule.company_id) if department else "UTC"

    @api.depends("department_id", "company_id", "kind", "weekday", "start_time", "date_from", "date_to")
    def _compute_is_after_hours(self):
        today = fields.Date.today()
        self.is_after_hours = False
        # sudo: when an office is open is no secret
        chosen = self.sudo().filtered(lambda one: one.department_id and (one.date_from or today) < LATEST)
        for begin, schedules in chosen.grouped(lambda schedule: max(today, schedule.date_from or today)).items():
            days, hours = (get(begin, begin + LOOK_AHEAD) for get in (schedules._get_days, schedules._get_office_hours))
            for schedule in schedules:
                starts = {day: schedule._get_interval(day)[0] for day in days[schedule]}
                is_held = any(is_at_work(hours[schedule], day, start) for day, start in starts.items())
                schedule.is_after_hours = bool(starts) and not is_held

    def _compute_next_meeting_ids(self):
        coming = [("schedule_id", "in", self.ids), ("stop", ">=", fields.Datetime.now())]
        meetings = self.env["sales.office.meeting"].search(coming, order="start").grouped("schedule_id")
        for schedule in self:
            schedule.next_meeting_ids = meetings.get(schedule._origin, meetings.get(schedule, ()))

    @api.depends_context("uid")
    def _compute_meeting_count(self):
        groups = self.env["sales.office.meeting"]._read_group(
            [("schedule_id", "in", self.ids)], ["schedule_id"], ["__count"]
        )
        counts = {schedule.id: count for schedule, count in groups}
        for schedule in self:
            schedule.meeting_count = counts.get(schedule._origin.id, 0)

    @api.depends("department_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_can_manage(self):
        directed = self._where_post("director", "policy_admin")
        # a chair lasts: it is not named by what is only lent to somebody
        led = self.env.user._get_sales_office_scope(own=True).department_ids
        for schedule in self:
            schedule.can_manage = schedule in directed or schedule.department_id.id in led

    @api.constrains(
        "active",
        "kind",
        "weekday",
        "department_id",
        "further_department_ids",
        "guest_ids",
        "start_time",
        "end_time",
        "date_from",
        "date_to",
    )
    def _check_nobody_twice(self):
        """Refuse schedules of the same kind that expect somebody at overlapping times.

        Schedules of different kinds may overlap: the rarer meeting counts, see ``kind``.
        """
        changed = self.filtered("active")
        others = self.search([("company_id", "in", changed.company_id.ids), ("kind", "in", changed.mapped("kind"))])
        booked = defaultdict(set)
        for schedule, members in (changed | others)._get_memberships(fields.Date.today(), date.max).items():
            for employee, _first, _last in members:
                booked[employee].add(schedule)
        for employee, schedules in booked.items():
            for schedule, other in combinations(sorted(schedules, key=lambda schedule: schedule.id), 2):
                if (schedule in changed or other in changed) and schedule._meets_during(other):
                    raise ValidationError(
                        self.env._(
                            "%(name)s would be expected at “%(schedule)s” and at “%(other)s” at the same time. "
                            "Change the hours, the days or who is expected.",
                            name=employee.name,
                            schedule=schedule.name,
                            other=other.name,
                        )
                    )

    @core_door
    @api.model_create_multi
    def create(self, vals_list):
        """Make schedules; guests whom the user may choose are invited, and the meetings planned.

        :raises AccessError: guests are edited rather than chosen, or a chair is named by who does not lead the
            department
        """
        guests = [() if self.env.su else self._check_guests(vals.get("guest_ids")) for vals in vals_list]
        schedules = super().create(vals_list if self.env.su else [self._without_guests(vals) for vals in vals_list])
        schedules._check_chair_named()
        self._trigger_planning()
        for schedule, commands in zip(schedules, guests, strict=True):
            schedule._invite(commands)
        return schedules

    @core_door
    def write(self, vals):
        """Change schedules and plan anew; the coming meetings of an archived one are called off.

        :raises AccessError: guests are edited rather than chosen, or a chair is named by who does not lead the
            department
        """
        guests = ()
        if not self.env.su and "guest_ids" in vals:
            guests, vals = self._check_guests(vals["guest_ids"]), self._without_guests(vals)
        result = super().write(vals)
        if {"department_id", "chair_id", "deputy_chair_id"} & vals.keys():
            self.check_access("write")
            self._check_chair_named()
        if vals.get("active") is False:
            self._call_off_coming()
        self._trigger_planning()
        self._invite(guests)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_held(self):
        meetings = self.sudo().meeting_ids  # sudo: meetings kept from the user's eyes count as well
        if meetings.filtered(lambda meeting: meeting.state in ("open", "closed")):
            raise UserError(
                self.env._("Meetings of this schedule were held and stay on record. Archive it, and no more are made.")
            )
        planned = meetings.filtered(lambda meeting: meeting.state == "planned")
        (meetings - planned).write({"schedule_id": False, "plan": False})
        planned.unlink()

    @rpc
    def action_plan_ahead(self):
        """Make the meetings of the coming days now instead of waiting for the scheduled run."""
        self.check_access("write")
        self._lock_planning()
        self.sudo()._plan_ahead()  # sudo: what may be planned was checked, participants are HR-only

    @rpc
    def action_open_meetings(self):
        """Open the meetings made by these schedules."""
        action = self.env["ir.actions.actions"]._for_xml_id("sales_office_policy.sales_office_meeting_action")
        return action | {"domain": [("schedule_id", "in", self.ids)], "context": {}}

    @rpc
    def plan_meetings(self, date_from: date, date_to: date):
        """Make the meetings of these schedules from one day to another, and adapt those that are planned already.

        :param date_from: first day, local to each office
        :param date_to: last day, included
        :return: the meetings of these days that are not called off
        :raises AccessError: for who may not change the schedules
        :raises UserError: for a period that is none or longer than a year, or somebody else plans just now
        """
        self.check_access("write")
        if not 0 <= (date_to - date_from).days < LONGEST_PLAN:
            raise UserError(self.env._("The last day must not be before the first, nor more than a year after it."))
        self._lock_planning()
        # sudo: the participants are HR-only; who may change the schedule may plan it
        return self.sudo()._plan(date_from, date_to).with_env(self.env)

    def _get_used_ids(self):
        """Return those of which a meeting was held: what is only planned goes with its schedule."""
        held = [("schedule_id", "in", self._origin.ids), ("state", "in", ("open", "closed"))]
        # sudo: meetings kept from the user's eyes count as well
        return {
            schedule.id for (schedule,) in self.env["sales.office.meeting"].sudo()._read_group(held, ["schedule_id"])
        }

    def _check_chair_named(self):
        """Raise unless chair and deputy were named by somebody who leads the department."""
        if self.env.su:
            return
        for schedule in self:
            named = (schedule.chair_id | schedule.deputy_chair_id) - schedule.sudo().department_id.manager_id
            if named and not schedule.can_manage:
                raise AccessError(self.env._("Another chair than its manager is named by who leads the department."))

    @api.model
    def _check_guests(self, commands):
        """Return commands for ``guest_ids`` that only choose colleagues whom the user can see."""
        commands = [Command.set(commands)] if commands and isinstance(commands[0], int) else commands or []
        chosen = []
        for command in commands:
            if command[0] in (Command.CREATE, Command.UPDATE, Command.DELETE):
                raise AccessError(self.env._("Guests are chosen here, not edited."))
            chosen += command[2] if command[0] == Command.SET else [command[1]] if command[0] == Command.LINK else []
        self.env["hr.employee.public"].browse(chosen).check_access("read")
        return commands

    @api.model
    def _without_guests(self, vals):
        return {name: value for name, value in vals.items() if name != "guest_ids"}

    def _invite(self, commands):
        """Choose guests by commands that were checked."""
        if commands:
            self.check_access("write")
            # sudo: a list of employees is written by who may read hr.employee only; whom they chose was checked
            self.sudo().guest_ids = commands

    def _meets_during(self, other):
        """Return whether two schedules of the same kind have meetings that overlap, each in its own time zone."""
        if self.kind != other.kind:
            return False
        starts, ends = filter(None, (self.date_from, other.date_from)), filter(None, (self.date_to, other.date_to))
        if max(starts, default=date.min) > min(ends, default=date.max):
            return False
        if self.tz == other.tz:
            same_day = self.kind != "weekly" or self.weekday == other.weekday
            return same_day and overlaps((self.start_time, self.end_time), (other.start_time, other.end_time))
        # clocks differ by another time of the year: one week of each month tells
        year = fields.Date.today().year
        days = [date(year, month, number) for month in range(1, 13) for number in range(8, 15)]
        return any(
            overlaps(self._get_interval(day), other._get_interval(day + timedelta(days=shift)))
            for day in days
            for shift in (-1, 0, 1)
            if self._is_weekday(day) and other._is_weekday(day + timedelta(days=shift))
        )

    def _is_weekday(self, day):
        return self.kind != "weekly" or day.weekday() == int(self.weekday)

    def _get_interval(self, day):
        """Return start and stop (naive UTC) of a meeting on that day of the office."""
        self.ensure_one()
        zone = get_zone(self.tz)
        return get_utc_time(day, self.start_time, zone), get_utc_time(day, self.end_time, zone)

    @api.model
    def _trigger_planning(self):
        """Have the coming meetings adapted soon: a schedule, or the days an office is open, changed."""
        cron = self.env.ref("sales_office_policy.ir_cron_plan_meetings", raise_if_not_found=False)
        if cron:
            cron.sudo()._trigger()  # sudo: whoever changes the facts need not be an administrator
