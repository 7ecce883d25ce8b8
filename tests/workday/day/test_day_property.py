"""Whatever happens in whatever order, rows and findings say what the facts say in the end."""

import os
from datetime import date, datetime, timedelta
from random import Random

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.tools import mute_logger

from ..common import MONDAY, WorkdayCommon

#: more by SALES_OFFICE_EXAMPLES
ROUNDS = min(100, int(os.environ.get("SALES_OFFICE_EXAMPLES", "2")))
STEPS = 12
#: Sunday before, to the Sunday after
FIRST, LAST = MONDAY - timedelta(days=1), MONDAY + timedelta(days=6)
SHOWN = (
    *("status", "excused", "excuse_kind", "expected_intervals", "attendance_intervals", "worked_hours", "absent"),
    *("late_minutes", "early_minutes", "away_minutes", "missing_sign_in", "missing_sign_out", "department_id", "tz"),
)
CHECKS = ("late_arrival", "early_leave", "away", "absence", "sign_in_missing", "sign_out_missing")


class TestDayProperty(WorkdayCommon):
    """R002: attendances, leave, holidays and make-up days are entered, changed and taken back while time goes by."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = cls.rep | cls.colleague
        cls.checks = cls.env["sales.office.check"]
        for code in CHECKS:
            check = cls.env.ref(f"sales_office_policy.check_{code}")
            check.write({"mode": "suspect", "enforced_from": "2025-03-01"})
            cls.checks |= check
        cls.late = cls.env.ref("sales_office_policy.check_late_arrival")

    @mute_logger("odoo.sql_db")
    def test_follows(self):
        """R002: the rows are those that would be made anew, and the findings those of the rows, however it came."""
        for seed in range(ROUNDS):
            with self.subTest(seed=seed), self.env.cr.savepoint() as savepoint:
                self.assert_followed(Random(seed))
                savepoint.rollback()
            self.env.invalidate_all()

    def assert_followed(self, random):
        """Do what ``random`` says, and compare what came of it with what would be made anew."""
        self._work_nights()
        self.made = {name: self.env[name] for name in ("hr.attendance", "resource.calendar.leaves")}
        self.made["sales.office.makeup.day"] = self.env["sales.office.makeup.day"]
        steps = [self._attend_somehow, self._attend_somehow, self._take_leave, self._close, self._work_on]
        steps += [self._change, self._change, self._take_back, self._look, self._run]
        for number in range(STEPS):
            moment = datetime(2025, 3, 10, 12) + timedelta(hours=12 * number)
            with freeze_time(moment):
                try:
                    with self.env.cr.savepoint():
                        random.choice(steps)(random)
                except (UserError, ValidationError, IntegrityError):
                    continue  # what Odoo does not take, attendances that overlap for example
        with freeze_time("2025-03-20 12:00:00"):
            self._work_off()
            self.days.refresh(self.people, FIRST, LAST)
            for _run in range(2):  # what is covered no longer gets its own consequence with the next run
                self.checks.run(FIRST, LAST)
            followed, found = self._show(), self._show_findings()
            self._forget()
            days = [FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 1)]
            for day in random.sample(days, len(days)):  # each day by itself says what they say together
                self.days.refresh(self.people, day, day)
            self.assertEqual(followed, self._show())
            self.assertEqual(found, self._get_breaches())

    def _show(self):
        days = [("date", ">=", FIRST), ("date", "<=", LAST), ("status", "!=", "off")]
        rows = self.days.search([("employee_id", "in", self.people.ids), *days], order="employee_id, date")
        return [(row.employee_id.name, row.date.day, *(row[name] for name in SHOWN)) for row in rows]

    def _show_findings(self):
        findings = self.env["sales.office.finding"].search(
            [("employee_id", "in", self.people.ids), ("state", "=", "open")]
        )
        for finding in findings:
            case = finding.violation_id
            self.assertEqual(bool(case) and not case.is_withdrawn, not finding.covered_by_id, finding.display_name)
        return sorted((finding.employee_id.name, finding.date.day, finding.check_id.code) for finding in findings)

    def _get_breaches(self):
        """Return what the rows say, without the checks."""
        rows = self.days.search([("employee_id", "in", self.people.ids), ("excused", "=", False)])
        told = {
            "late_arrival": "late_minutes",
            "early_leave": "early_minutes",
            "away": "away_minutes",
            "absence": "absent",
            "sign_in_missing": "missing_sign_in",
            "sign_out_missing": "missing_sign_out",
        }
        return sorted(
            (row.employee_id.name, row.date.day, code) for row in rows for code, name in told.items() if row[name]
        )

    def _get_moment(self, random):
        """Return a quarter of an hour of that week."""
        return datetime(2025, 3, 9, 16) + timedelta(minutes=15 * random.randrange(7 * 24 * 4))

    def _add(self, record):
        self.made[record._name] |= record

    def _attend_somehow(self, random):
        came = self._get_moment(random)
        left = came + timedelta(minutes=random.choice((1, 30, 240, 545, 700)))
        how = random.choice(({}, {}, {"out_mode": "auto_check_out"}, {"in_mode": "technical", "out_mode": "technical"}))
        vals = {"employee_id": random.choice(self.people).id, "check_in": came, "check_out": left, **how}
        self._add(self.env["hr.attendance"].create(vals))

    def _take_leave(self, random):
        begin = self._get_moment(random)
        end = begin + timedelta(minutes=random.choice((60, 240, 600, 2000)))
        self._add(self._leave(begin, end, random.choice(self.people)))

    def _close(self, random):
        begin = self._get_moment(random)
        calendars = (False, self.calendar.id, self.rep.resource_calendar_id.id)
        end = begin + timedelta(hours=random.choice((4, 24)))
        self._add(self._holiday(begin, end, calendar_id=random.choice(calendars)))

    def _work_on(self, random):
        self._add(self._makeup(date(2025, 3, random.choice((9, 15, 16))), random.choice("04")))

    def _pick(self, random):
        records = [record for made in self.made.values() for record in made.exists()]
        return random.choice(records) if records else self.env["hr.attendance"]

    def _change(self, random):
        record = self._pick(random)
        if record._name == "hr.attendance":
            name, minutes = random.choice(("check_in", "check_out")), random.choice((-90, -5, 5, 90, 720, 0))
            if minutes and record[name]:
                record[name] += timedelta(minutes=minutes)
            elif not minutes:
                record.employee_id = random.choice(self.people)
        elif record._name == "resource.calendar.leaves":
            record.date_to += timedelta(hours=random.choice((1, 10)))
        elif record:
            record.weekday = random.choice("0124")

    def _take_back(self, random):
        self._pick(random).unlink()

    def _look(self, random):
        self.days.refresh(random.choice(self.people), FIRST, LAST)

    def _run(self, random):
        self._work_off()
        self.late.grace_minutes = random.choice((0, 10))
        self.checks.run(FIRST, LAST)

    @mute_logger("odoo.sql_db")
    def test_past_stays(self):
        """R002: whatever is changed about schedules and employment later, days looked at stay what they were."""
        for seed in range(ROUNDS):
            with self.subTest(seed=seed), self.env.cr.savepoint() as savepoint:
                self.assert_kept(Random(seed))
                savepoint.rollback()
            self.env.invalidate_all()

    def assert_kept(self, random):
        """Look at a week when it is over, change what ``random`` says, and compare after each night."""
        self._work_nights()
        self.made = {name: self.env[name] for name in ("hr.attendance", "resource.calendar.leaves")}
        for _number in range(6):
            try:
                with self.env.cr.savepoint():
                    random.choice((self._attend_somehow, self._take_leave, self._close))(random)
            except (UserError, ValidationError):
                continue
        with freeze_time("2025-03-20 12:00:00"):
            self.days.refresh(self.people, FIRST, LAST)
            before = self._show()
        steps = [self._change_hours, self._change_clocks, self._change_schedule, self._begin_version, self._employ]
        steps += [self._move, self._change_company, self._archive]
        for number in range(STEPS):
            with freeze_time(datetime(2025, 3, 21, 12) + timedelta(hours=12 * number)):
                step = random.choice(steps)
                try:
                    with self.env.cr.savepoint():
                        step(random, random.choice(self.people))
                except (UserError, ValidationError, IntegrityError):
                    continue
                self.tasks._cron_enqueue()
                self._work_off()
                self.days.sudo()._refresh(self.people, [FIRST + timedelta(days=n) for n in range(8)])
                self.assertEqual(self._show(), before, step.__name__)

    def _change_hours(self, random, employee):
        lines = employee.resource_calendar_id.attendance_ids
        line = random.choice(lines) if lines else lines
        if random.randrange(3):
            line.hour_from = max(0, line.hour_from - 0.5)
        else:
            line.unlink()

    def _change_clocks(self, random, employee):
        employee.resource_calendar_id.tz = random.choice(("Asia/Tokyo", "America/New_York", "Asia/Shanghai"))

    def _change_schedule(self, random, employee):
        flexible = self.calendar.copy({"name": "Flexible", "flexible_hours": True})
        employee.resource_calendar_id = random.choice((self.calendar, flexible, self.calendar.browse()))

    def _begin_version(self, random, employee):
        day = MONDAY + timedelta(days=random.randrange(7))
        employee.create_version({"date_version": day, "resource_calendar_id": self.calendar.copy().id})

    def _employ(self, random, employee):
        start, end = random.choice((("2024-01-01", "2025-03-11"), ("2025-03-12", False), ("2024-01-01", False)))
        employee.version_ids[-1].with_context(sync_contract_dates=True).write(
            {"contract_date_start": start, "contract_date_end": end}
        )

    def _move(self, random, employee):
        employee.department_id = random.choice((self.north, self.south, self.sales))

    def _change_company(self, random, employee):
        employee.company_id = random.choice((self.company, self.company_valley))

    def _archive(self, random, employee):
        if not employee.active:
            employee.action_unarchive()
            return
        employee.with_context(no_wizard=True).action_archive()
        employee.departure_date = random.choice((MONDAY, False))
