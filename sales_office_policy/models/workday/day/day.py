import datetime

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import format_time

from ...organization.local_time import get_today, get_zone, to_local
from ...organization.many import Many
from ...organization.record.phrases import count_minutes, join_names
from ...organization.record.protected_mixin import Reason
from ...organization.rpc.argument_types import Records
from ...organization.rpc.rpc import rpc
from ..hours.working_time import get_days

STATUSES = [
    ("expected", "Not Known Yet"),
    ("present", "On Time"),
    ("late", "Late"),
    ("early", "Left Early"),
    ("incomplete", "Sign-in or Sign-out Missing"),
    ("absent", "Absence"),
    ("excused", "Waived"),
    ("off", "Day Off"),
]
#: statuses of a day that was not as it should be
BREACHES = ("late", "early", "incomplete", "absent")
#: statuses of a day on which somebody was there, whatever else is said of it
CAME = ("present", "late", "early", "incomplete")
#: as the calendar paints them
COLORS = {
    "expected": 4,
    "present": 10,
    "late": 3,
    "early": 3,
    "incomplete": 2,
    "absent": 1,
    "excused": 8,
    "off": 0,
}


class SalesOfficeDay(models.Model):
    """What is known about one employee on one working day (R001, R002).

    Everything but the excuse follows from the schedule of that day, leave, public holidays and
    the attendances, see ``refresh.py``; nobody writes it by hand. A day is excused by leave of itself, or when the
    employee asks for it and who stands above them agrees. A day that was looked at when it was over keeps its hours,
    its department and its clocks, unless somebody has it counted anew.
    """

    _name = "sales.office.day"
    _description = "Day Status"
    _inherit = "sales.office.member.mixin"
    _order = "date desc, employee_id"
    _member_date_field = "date"

    # rows make themselves: they keep nobody from deleting an employee who was entered by mistake. Employees are found
    # by the unique key, and a company or a status is that of too many rows to be looked for by itself
    employee_id = fields.Many2one(default=False, readonly=True, ondelete="cascade", index=False)
    company_id = fields.Many2one(index=False)
    date = fields.Date(required=True, readonly=True, index=True)
    tz = fields.Char(string="Time Zone", readonly=True, help="The day and its hours are those of this time zone.")
    status = fields.Selection(STATUSES, required=True, default="expected", readonly=True)
    color = fields.Integer(compute="_compute_color")

    expected_start = fields.Datetime(readonly=True)
    expected_end = fields.Datetime(readonly=True)
    expected_hours = fields.Float(readonly=True, help="By their schedule, less public holidays and leave.")
    leave_hours = fields.Float(string="Hours of Leave", readonly=True)
    expected_intervals = fields.Json(readonly=True)
    expected_text = fields.Char(string="Working Hours", compute="_compute_texts")

    first_in = fields.Datetime(string="First Sign-in", readonly=True)
    last_out = fields.Datetime(string="Last Sign-out", readonly=True)
    worked_hours = fields.Float(readonly=True)
    attendance_intervals = fields.Json(readonly=True)
    attendance_text = fields.Char(string="Attendances", compute="_compute_texts")

    late_minutes = fields.Integer(
        string="Minutes Late", readonly=True, help="Expected minutes missed before the first sign-in."
    )
    early_minutes = fields.Integer(
        string="Minutes Early", readonly=True, help="Expected minutes missed after the last sign-out."
    )
    away_minutes = fields.Integer(
        string="Minutes Away",
        readonly=True,
        help="Expected minutes missed between the first sign-in and the last sign-out.",
    )
    absent = fields.Boolean(string="Absence", readonly=True, help="Known once the expected hours are over.")
    missing_sign_in = fields.Boolean(
        readonly=True, help="Known to have been there without having signed in by then; nobody knows when they came."
    )
    missing_sign_out = fields.Boolean(readonly=True)
    evidence_model = fields.Char(readonly=True)
    evidence_id = fields.Many2oneReference(
        model_field="evidence_model", readonly=True, help="What shows that they were there."
    )
    evidence_text = fields.Char(string="Seen In", compute="_compute_evidence_text")
    settles_at = fields.Datetime(
        readonly=True, help="When the passing of time alone will change what is known about the day."
    )

    plan = fields.Json(
        string="Hours Kept",
        readonly=True,
        groups=fields.NO_ACCESS,
        help="The hours of the shift as the schedule said: once the day is over, they stay.",
    )

    excused = fields.Boolean(string="Waived", readonly=True, help="Nothing is held against them on this day.")
    excuse_kind = fields.Selection(
        [("leave", "On leave"), ("holiday", "Part of the day is a public holiday"), ("granted", "Waived by a leader")],
        string="Ground for the Waiver",
        readonly=True,
    )
    excuse_state = fields.Selection(
        [("asked", "Asked For"), ("granted", "Granted"), ("refused", "Refused")], string="Waiver", readonly=True
    )
    excuse_reason = fields.Text(string="Reason Given", readonly=True)
    excuse_asked_at = fields.Datetime(string="Asked At", readonly=True)
    excuse_answer = fields.Text(string="Answer", readonly=True)
    excuse_decided_by_id = fields.Many2one("res.users", string="Decided by", readonly=True)
    excuse_decided_at = fields.Datetime(string="Decided At", readonly=True)
    can_ask_excuse = fields.Boolean(string="Can Ask for a Waiver", compute="_compute_can_excuse")
    can_decide_excuse = fields.Boolean(string="Can Decide Waiver", compute="_compute_can_excuse")

    recounted_by_id = fields.Many2one("res.users", string="Recounted by", readonly=True)
    recounted_at = fields.Datetime(readonly=True)
    recount_reason = fields.Text(string="Recounted Because", readonly=True)

    _employee_date_uniq = models.Constraint("UNIQUE (employee_id, date)", "There is one status per employee and day.")
    _settles_at_index = models.Index("(settles_at) WHERE settles_at IS NOT NULL")

    _excuse_asked_index = models.Index("(excuse_asked_at) WHERE excuse_state = 'asked'")

    @api.depends("employee_id.name", "status", "late_minutes", "early_minutes", "excused")
    @api.depends_context("lang", "own_days")
    def _compute_display_name(self):
        """The status, and whose it is unless it is one's own list."""
        labels = dict(self._fields["status"]._description_selection(self.env))
        own = self.env.context.get("own_days")
        for day in self:
            label = labels.get(day.status, "")
            if minutes := {"late": day.late_minutes, "early": day.early_minutes}.get(day.status):
                label = self.env._("%(status)s (%(minutes)s min)", status=label, minutes=minutes)
            name = not own and day.employee_id.name
            title = label or name or False
            day.display_name = self.env._("%(name)s: %(status)s", name=name, status=label) if name and label else title

    @api.depends("status")
    def _compute_color(self):
        for day in self:
            day.color = COLORS.get(day.status, 0)

    @api.depends("expected_intervals", "attendance_intervals", "tz")
    @api.depends_context("lang")
    def _compute_texts(self):
        texts = {}  # most work the same hours
        for day in self:
            for name in ("expected", "attendance"):
                intervals = day[f"{name}_intervals"]
                key = day.tz, repr(intervals)
                if key not in texts:
                    texts[key] = day._format_intervals(intervals)
                day[f"{name}_text"] = texts[key]

    @api.depends("evidence_model", "evidence_id")
    def _compute_evidence_text(self):
        """Say what was written with the day; what a form claims before it is saved tells nothing."""
        written, names = self._origin, {}
        for model, days in written.filtered("evidence_model").grouped("evidence_model").items():
            # sudo: only what it is called, which tells where they themselves were
            evidence = self.env[model].sudo().browse(days.mapped("evidence_id")).exists()
            names.update({(model, record.id): record.display_name for record in evidence})
        for day in self:
            day.evidence_text = names.get((day._origin.evidence_model, day._origin.evidence_id))

    @api.depends("excuse_state", "status", "excused", "user_id", "department_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_can_excuse(self):
        led = self._has_authority()
        for day in self:
            day.can_ask_excuse = day.is_own and day._is_excusable()
            day.can_decide_excuse = day in led and (day.excuse_state or not day.excused) and day.status != "off"

    @rpc
    @api.model
    def refresh(self, employees: Records("hr.employee"), date_from: datetime.date, date_to: datetime.date):
        """Bring the day status of employees in line with the facts.

        :param employees: ``hr.employee`` records
        :param date_from: first day , local to each employee
        :param date_to: last day, included; at most a year
        :return: the rows of these employees and days
        :raises AccessError: for anybody but themselves, those above them and the policy administrator
        :raises UserError: for a period that is none
        """
        self.env["sales.office.check"]._check_period(date_from, date_to)
        people = employees.sudo()  # sudo: ordinary users have no access to hr.employee; asked below whether they may
        self._check_may_refresh(people)
        # sudo: nobody has the right to write rows, they follow from the facts
        return self.sudo()._refresh(people, get_days(date_from, date_to)).with_env(self.env)

    @rpc
    @api.model
    def recount(self, employees: Records("hr.employee"), date_from: datetime.date, date_to: datetime.date, reason: str):
        """Count days anew, as if nobody had looked at them yet, and have the checks follow.

        :param date_from: first day, local to each employee
        :param date_to: last day, included; at most a year
        :param reason: kept with the days that change
        :param employees: ``hr.employee`` records whose days are counted
        :raises AccessError: for anybody but who keeps the personnel data or the policy, and about their own days
        :raises UserError: without a reason, or for a period that is none
        """
        people = employees.sudo()  # sudo: a policy administrator has no access to hr.employee; asked next
        self._check_may_recount(people, date_from, date_to)
        reason = self._check_reason(reason)
        days = self.sudo()  # sudo: nobody has the right to write rows, they follow from the facts
        changes = days._preview_recount(people, date_from, date_to)
        rows = days._refresh(people, get_days(date_from, date_to), recount=True)
        changed = {(change.employee, change.day) for change in changes}
        rows.filtered(lambda row: (row.employee_id, row.date) in changed).write(
            {
                "recounted_by_id": self.env.uid,
                "recounted_at": fields.Datetime.now(),
                "recount_reason": reason,
            }
        )
        checks = self.env["sales.office.check"].sudo()  # sudo: whoever recounts decides nothing, the facts do
        checks = checks.with_context(allowed_company_ids=people.company_id.ids).search(self._get_day_checks_domain())
        if changes and checks:
            checks.run(date_from, date_to, people)

    def _get_reasons(self):
        facts = ("date", "expected_text", "attendance_text")
        is_granted = self.excuse_state == "granted"
        return {
            **super()._get_reasons(),
            "ask_excuse": Reason(
                self.env._("Ask for a Waiver"),
                self.env._("Say why. Your leader reads it and decides; until then you may change it."),
                shown=facts,
            ),
            "grant_excuse": Reason(
                self.env._("Waive"),
                self.env._(
                    "Nothing will be held against the employee on this day. Give your reason unless they gave theirs."
                ),
                shown=(*facts, "excuse_reason"),
                is_optional=bool(self.excuse_reason),
            ),
            "refuse_excuse": Reason(
                self.env._("Take Back") if is_granted else self.env._("Refuse"),
                self.env._("Give your reason; the employee reads it, and the facts of the day count."),
                shown=(*facts, "excuse_reason"),
            ),
        }

    def _get_many(self):
        led = self.env._("is not yours to decide, or waived already")
        return {
            **super()._get_many(),
            "grant_excuse": Many(self.env._("Waive"), (), "can_decide_excuse", led),
            "refuse_excuse": Many(self.env._("Refuse"), (), "can_decide_excuse", self.env._("is not yours to decide")),
        }

    def _get_obstacles(self, operation):
        obstacles = super()._get_obstacles(operation)
        if operation == "grant_excuse":
            settled = dict.fromkeys(self.filtered("excused"), self.env._("is waived already"))
        else:
            unasked = self.filtered(lambda day: day.excuse_state != "asked")
            settled = dict.fromkeys(unasked, self.env._("nobody asks for it"))
        return settled | obstacles

    @rpc(one=True)
    def action_open_attendances(self):
        """Open the attendances of this day, for those who may read them."""
        action = self.env["ir.actions.actions"]._for_xml_id("hr_attendance.hr_attendance_action")
        domain = [("employee_id", "=", self.employee_id.id), ("date", "=", self.date)]
        return action | {"domain": domain, "context": {"create": False}}

    @rpc
    def action_ask_excuse(self, reason: str):
        """Ask to be excused for these days, today included; the leader decides.

        :param str reason: why; may be changed until it is decided
        :raises UserError: without a reason, or for a day that is excused or decided
        """
        self._check_own()
        reason = self._check_reason(reason)
        if not all(day._is_excusable() for day in self):
            raise UserError(
                self.env._(
                    "This day is free or waived, or your request was decided. Talk to your leader if that is wrong."
                )
            )
        # sudo: the employee writes nothing but their request; checked above
        self.sudo().write({"excuse_state": "asked", "excuse_reason": reason, "excuse_asked_at": fields.Datetime.now()})

    @rpc
    def action_grant_excuse(self, reason: str = ""):
        """Excuse these days, asked for or not.

        :param str reason: read by the employee; needed where they did not ask
        :raises AccessError: for anybody who does not stand above the employee
        """
        self._check_authority()
        if any(not day.excuse_reason for day in self):
            self._check_reason(reason)
        if any(day.excused for day in self):
            raise UserError(self.env._("This day is waived already."))
        self._decide_excuse("granted", reason)

    @rpc
    def action_refuse_excuse(self, reason: str):
        """Refuse what was asked for, or take back what was granted.

        :param str reason: read by the employee
        :raises AccessError: for anybody who does not stand above the employee
        """
        self._check_authority()
        self._check_reason(reason)
        if any(day.excuse_state not in ("asked", "granted") for day in self):
            raise UserError(self.env._("Nobody asked for a waiver of this day, or it was refused already."))
        self._decide_excuse("refused", reason)

    def _decide_excuse(self, state, reason):
        """Write the decision down, and have the facts and the checks follow it."""
        days = self.sudo()  # sudo: nobody has the right to write rows; the callers check
        days.write(
            {
                "excuse_state": state,
                "excuse_answer": (reason or "").strip(),
                "excuse_decided_by_id": self.env.uid,
                "excuse_decided_at": fields.Datetime.now(),
            }
        )
        # at once, whatever the days: days between them that others have are looked at, and say what they say
        days._refresh(days.employee_id, days.mapped("date"), recent=True)
        self.env["sales.office.check"]._trigger()

    def _filter_waivable(self):
        """Return the days that the current user may waive now."""
        return self._has_authority().filtered(lambda day: not day.excused and day.status != "off")

    def _is_excusable(self):
        """Return whether the employee may still ask for this day."""
        return not self.excused and self.status != "off" and self.excuse_state in (False, "asked")

    @api.model
    def _check_may_refresh(self, employees):
        """Raise an ``AccessError`` unless each employee is the user themselves or somebody below them."""
        user, companies = self.env.user, self.env.companies
        if self.env.su:
            return
        scope = user._get_sales_office_scope()
        administered, directed = employees._where_post("policy_admin"), employees._where_post("director")
        for employee in employees.filtered(lambda employee: employee.user_id != user):
            led = employee in directed or employee.department_id.id in scope.department_ids
            above = led and employee.id not in scope.superior_ids
            if employee.company_id not in companies or not (employee in administered or above):
                raise AccessError(self.env._("You may look at the days of yourself and of those you lead only."))

    @api.model
    def _check_may_recount(self, employees, date_from, date_to):
        """Raise unless the current user may recount these days."""
        self.env["sales.office.check"]._check_period(date_from, date_to)
        if not employees:
            raise UserError(self.env._("Choose whose days are to be recounted."))
        if self.env.su:
            return
        if not self.env.user.has_group("hr.group_hr_user") and not employees._is_post_held("policy_admin"):
            raise AccessError(
                self.env._("Days are recounted by whoever keeps the personnel data, or by the policy administrator.")
            )
        if employees.company_id - self.env.companies:
            raise AccessError(self.env._("Days are recounted for employees of the companies you work in."))
        if self.env.user in employees.user_id:
            raise AccessError(self.env._("Nobody recounts their own days: let somebody else do it."))

    def _format_intervals(self, intervals):
        """Return times of the day such as ``08:02 - 12:00, 13:00 -``."""
        return join_names(
            self.env,
            (f"{self._format_time(begin)} - {self._format_time(end)}".strip() for begin, end in intervals or ()),
        )

    def _format_time(self, moment):
        """Return a time (naive UTC, or its text) as the clock of the employee's zone shows it."""
        if not moment:
            return ""
        moment = fields.Datetime.to_datetime(moment)
        local = to_local(moment, get_zone(self.tz))
        return format_time(self.env, local.time(), time_format="short")

    @api.model
    def _get_breach_domain(self):
        """Return the days that were not as they should be, excused ones left out."""
        return Domain("status", "in", BREACHES)

    @api.model
    def _count_breaches(self, ids):
        """Return ``{employee id: such days of this month}`` among the days that the user may see."""
        # no sudo: the number must not tell more than the list behind it
        month = fields.Date.context_today(self).replace(day=1)
        domain = self._get_breach_domain() & Domain("employee_id", "in", ids) & Domain("date", ">=", month)
        return {employee.id: count for employee, count in self._read_group(domain, ["employee_id"], ["__count"])}

    @api.model
    def _get_action_of(self, employee_id):
        """Return the action that shows the days of one employee."""
        action = self.env["ir.actions.actions"]._for_xml_id("sales_office_policy.sales_office_day_action")
        return action | {"domain": [("employee_id", "=", employee_id)]}

    @api.model
    def _get_systray_data(self):
        """Return what the attendance button tells the current user about their day; nothing to people outside."""
        user = self.env.user
        if not user.has_group("sales_office_policy.group_member") or not user.employee_id:
            return {}
        zone = user.employee_id.sudo()._get_tz()  # sudo: only the time zone is read
        today = get_today(get_zone(zone))
        days = self.search(
            [("employee_id", "=", user.employee_id.id), ("date", "in", (today - datetime.timedelta(days=1), today))],
            order="date",
        )
        # a night shift that still runs is yesterday's
        day = days.filtered(
            lambda day: day.date == today or (day.expected_end and day.expected_end > fields.Datetime.now())
        )[:1]
        if day.excused:
            text = self.env._("This day is waived for you.")
        elif day.late_minutes:
            text = self.env._("You are %(minutes)s late today.", minutes=count_minutes(self.env, day.late_minutes))
        elif day.first_in and day.expected_start and not day.missing_sign_in:
            text = self.env._("You are on time today.")
        else:
            return {}
        return {"sales_office_day": text, "sales_office_late": bool(day.late_minutes and not day.excused)}

    @api.model
    def _get_presence_evidence(self, employees, date_from, date_to):
        """Return ``{employee id: [Evidence]}`` of when somebody was there or at work elsewhere, for rooms to extend.

        It makes an absence without any attendance a missing sign-in instead; so it does a later sign-in, if they were
        where they are expected.

        :param date_from: first day; moments a day before and after it matter as well
        """
        # sudo: that somebody was there is all that is told
        return self.env["sales.office.punch"].sudo()._get_evidence(employees, date_from, date_to)
