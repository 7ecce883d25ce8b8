"""Who gets which report, when it is due, and what happens as time goes by."""

from datetime import date, datetime

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tools import mute_logger

from .work_report_common import WorkReportCommon

WEDNESDAY = date(2026, 3, 4)


@freeze_time("2026-03-04 00:30:00")  # Wednesday 8:30 in Shanghai
class TestWorkReportDrafts(WorkReportCommon):
    def test_drafts_by_post(self):
        """R052: each post writes its own kind of report until its own time."""
        self.follow_up()
        daily = self.of(self.rep)
        self.assertEqual((daily.kind, daily.date_from, daily.date_to), ("daily", WEDNESDAY, WEDNESDAY))
        self.assertEqual(daily.deadline, datetime(2026, 3, 4, 10))
        self.assertEqual((daily.state, daily.department_id, daily.company_id), ("draft", self.north, self.company))
        weekly = self.of(self.leader)
        self.assertEqual((weekly.date_from, weekly.date_to), (date(2026, 3, 2), date(2026, 3, 8)))
        self.assertEqual(weekly.deadline, datetime(2026, 3, 6, 9))
        monthly = self.of(self.manager)
        self.assertEqual((monthly.date_from, monthly.date_to), (date(2026, 2, 1), date(2026, 2, 28)))
        self.assertEqual(monthly.deadline, datetime(2026, 3, 4, 10))
        for employee in (self.director, self.clerk, self.finance, self.outsider, self.rep_valley):
            self.assertFalse(self.of(employee))

    def test_second_run(self):
        """R052: a second run makes nothing and changes nothing."""
        self.follow_up()
        before = self.reports.search([]).read(["state", "deadline", "is_excused", "activity_ids"])
        self.follow_up()
        self.assertEqual(self.reports.search([]).read(["state", "deadline", "is_excused", "activity_ids"]), before)

    def test_cron_for_companies_with_the_room(self):
        """R052: nothing is made for a company before it switches the room on."""
        self.company.sales_office_room_ids -= self.env.ref("sales_office_policy.room_meeting")
        cron = self.env.ref("sales_office_policy.ir_cron_follow_up_work_reports")
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.assertFalse(self.of(self.rep))
        self.assertTrue(self.of(self.rep_valley))

    def test_not_on_closed_days(self):
        """R052: none on a Sunday, none on a public holiday; one on a make-up Saturday."""
        holiday = {"name": "Festival", "calendar_id": self.calendar.id, "company_id": self.company.id}
        self.env["resource.calendar.leaves"].create(
            {**holiday, "date_from": self._local("2026-03-05", 0), "date_to": self._local("2026-03-05", 24)}
        )
        self.env["sales.office.makeup.day"].create({"date": "2026-03-07", "company_id": self.company.id})
        for moment in ("2026-03-05 00:30:00", "2026-03-07 00:30:00", "2026-03-08 00:30:00"):
            with freeze_time(moment):
                self.follow_up()
        self.assertEqual(self.of(self.rep).mapped("date_from"), [date(2026, 3, 7)])

    def test_none_once_it_would_be_late(self):
        """R052: whoever has just joined is not asked for what is due already."""
        with freeze_time("2026-03-04 10:30:00"):
            self.follow_up()
        self.assertFalse(self.of(self.rep))
        self.assertTrue(self.of(self.leader))

    def test_on_leave(self):
        """R052: somebody on leave all day writes no report, on leave in the morning they do."""
        self.leave(self.rep, "2026-03-04", "2026-03-04")
        self.leave(self.colleague, "2026-03-04", "2026-03-04", date_to=self._local("2026-03-04", 12))
        self.follow_up()
        self.assertFalse(self.of(self.rep))
        self.assertTrue(self.of(self.colleague))

    @freeze_time("2026-03-04 01:00:00")  # Wednesday
    def test_hired_from_thursday(self):
        """R052: nobody writes a report before their first day, with fixed hours or without."""
        for calendar in (self.calendar, self.env["resource.calendar"]):
            with self.subTest(calendar.name):
                newcomer = self._create_member(f"Nell {calendar.id}", f"new{calendar.id}", self.north, "representative")
                newcomer.resource_calendar_id = calendar
                newcomer.version_ids.date_version = "2026-03-05"
                self.follow_up()
                self.assertFalse(self.of(newcomer))
                with freeze_time("2026-03-05 01:00:00"):
                    self.follow_up()
                self.assertEqual(str(self.of(newcomer).date_from), "2026-03-05")

    def test_deadline_on_leave(self):
        """R052: who is away on Friday hands in their week when they are back."""
        self.leave(self.leader, "2026-03-06", "2026-03-09")
        self.follow_up()
        report = self.of(self.leader)
        self.assertEqual(report.deadline, datetime(2026, 3, 10, 9))
        self.assertEqual(report.office_deadline, datetime(2026, 3, 6, 9))

    def test_night_shift(self):
        """R052: whoever begins at ten in the evening hands in at the end of their shift, and is not late before."""
        hours = [(day, 22, 24) for day in range(5)] + [((day + 1) % 7, 0, 6) for day in range(5)]
        lines = [
            Command.create({"name": "N", "dayofweek": str(day), "hour_from": start, "hour_to": stop})
            for day, start, stop in hours
        ]
        nights = {"name": "Nights", "company_id": self.company.id, "tz": "Asia/Shanghai"}
        self.rep.resource_calendar_id = self.env["resource.calendar"].create(
            {**nights, "attendance_ids": [Command.clear(), *lines]}
        )
        self.follow_up()
        report = self.of(self.rep)
        self.assertEqual((report.date_from, report.deadline), (WEDNESDAY, datetime(2026, 3, 4, 22)))
        self.assertEqual(report.due_on, WEDNESDAY, "The shift's day, on which an absence from it is found")
        self.assertEqual(self.of(self.colleague).deadline, datetime(2026, 3, 4, 10))
        self.assertIn("End of the shift", report.deadline_reason)
        with freeze_time("2026-03-04 21:59:00"):
            self.follow_up()
        self.assertEqual(report.state, "draft")
        with freeze_time("2026-03-04 22:01:00"):
            self.follow_up()
        self.assertEqual(report.state, "late")

    def test_without_user_department_or_schedule(self):
        """R052: no report of who cannot write one; without a fixed schedule the office's days count."""
        self.rep.user_id = False
        self.colleague.department_id = False
        self.rep_south.resource_calendar_id = False
        self.follow_up()
        self.assertFalse(self.of(self.rep) | self.of(self.colleague))
        self.assertTrue(self.of(self.rep_south))
        self.leave(self.rep_south, "2026-03-05", "2026-03-05")
        with freeze_time("2026-03-05 00:30:00"):
            self.follow_up()
        self.assertEqual(len(self.of(self.rep_south)), 1)

    def test_who_left(self):
        """R052: somebody who left is neither asked nor late."""
        self.follow_up()
        report = self.of(self.rep)
        self.rep.active = False
        with freeze_time("2026-03-05 10:30:00"):
            self.follow_up()
        self.assertEqual(self.of(self.rep), report)
        self.assertEqual(report.state, "draft")

    def test_who_moves(self):
        """R052 R135: an unwritten report follows its author to the new superior, a written one stays."""
        self.follow_up()
        report, stays = self.of(self.rep), self.of(self.colleague)
        self.hand_in(stays)
        (self.rep | self.colleague).department_id = self.south
        self.follow_up()
        self.assertEqual((report.department_id, stays.department_id), (self.south, self.north))

    def test_who_moves_out(self):
        """R135: an unwritten report stays with the old superior when its author leaves the sales offices."""
        self.follow_up()
        report = self.of(self.rep)
        self.rep.department_id = self._create_department("Kitchen")
        self.follow_up()
        self.assertEqual(report.department_id, self.north)

    def test_titles(self):
        """R052: a report says its period in words."""
        self.follow_up()
        for employee, title in (
            (self.rep, "Daily report, 03/04/2026: Rob"),
            (self.leader, "Weekly report, 03/02/2026 to 03/08/2026: Lea"),
            (self.manager, "Monthly report, February 2026: Max"),
        ):
            self.assertEqual(self.of(employee).display_name, title)

    def test_several_posts(self):
        """R052: two posts with the same kind of report ask for one, by the stricter rule."""
        self.rules.create({"role_id": self.env.ref("sales_office_policy.role_team_leader").id, "hour": 17})
        self.roles(self.rep, "representative", "team_leader")
        self.follow_up()
        self.assertEqual(self.of(self.rep, "daily").deadline, datetime(2026, 3, 4, 9))
        self.assertTrue(self.of(self.rep, "weekly"))

    def test_changed_rule(self):
        """R052: what is not due yet follows its rule."""
        self.follow_up()
        report = self.of(self.rep)
        self.rule_daily.hour = 19.5
        self.follow_up()
        self.assertEqual(report.deadline, datetime(2026, 3, 4, 11, 30))
        with freeze_time("2026-03-04 12:00:00"):
            self.rule_daily.hour = 21
            self.follow_up()
        self.assertEqual((report.deadline, report.state), (datetime(2026, 3, 4, 13), "draft"))

    def test_rule_of_the_company(self):
        """R052: a company's own rule takes the place of the general one."""
        self.rules.create({"role_id": self.rule_daily.role_id.id, "hour": 20, "company_id": self.company.id})
        for company in self.company | self.company_valley:
            self.follow_up(company)
        self.assertEqual(self.of(self.rep).deadline, datetime(2026, 3, 4, 12))
        self.assertEqual(self.of(self.rep_valley).deadline, datetime(2026, 3, 4, 10))

    def test_office_in_another_zone(self):
        """R052: the hour is that of the office, not of who writes."""
        self.sales.sales_office_calendar_id = self.calendar.copy({"tz": "America/New_York"})
        self.follow_up()  # Tuesday 19:30 in New York
        self.assertFalse(self.of(self.rep))
        with freeze_time("2026-03-04 13:00:00"):
            self.follow_up()
        self.assertEqual(self.of(self.rep).deadline, datetime(2026, 3, 4, 23))
        with freeze_time("2026-03-09 13:00:00"):  # the clocks were changed on the 8th
            self.follow_up()
        self.assertEqual(self.of(self.rep)[-1].deadline, datetime(2026, 3, 9, 22))

    @mute_logger("odoo.sql_db")
    def test_bad_reports_and_rules(self):
        """R052: the database refuses a double, a period that ends before it starts and impossible rules."""
        self.write_report(self.rep)
        role = self.rule_daily.role_id.id
        bad = (
            lambda: self.write_report(self.rep),
            lambda: self.write_report(self.colleague, date_to="2026-03-03"),
            lambda: self.rules.create({"role_id": role, "kind": "daily"}),
            lambda: self.rules.create({"role_id": role, "kind": "weekly", "weekday": False}),
            lambda: self.rules.create({"role_id": role, "kind": "weekly", "hour": 25}),
            lambda: self.rules.create({"role_id": role, "kind": "monthly", "working_day": 0}),
        )
        for make in bad:
            with self.assertRaises(IntegrityError), self.env.cr.savepoint():
                make()

    def test_who_sets_rules(self):
        """R052 R135: everybody reads the rules, the policy administrator sets them, in their companies."""
        self.assertTrue(self.as_(self.rep, self.rule_daily).read(["hour"]))
        with self.assertRaises(AccessError):
            self.as_(self.director, self.rule_daily).hour = 20
        self.as_(self.policy_admin, self.rule_daily).hour = 20
        with self.assertRaises(AccessError):
            self.as_(self.policy_admin, self.rules).create(
                {"role_id": self.rule_daily.role_id.id, "company_id": self.company_valley.id}
            )


@freeze_time("2026-03-04 00:30:00")
class TestWorkReportTime(WorkReportCommon):
    def test_late(self):
        """R052: what is not there when the deadline passes is late, and its author is reminded once."""
        self.follow_up()
        report, handed_in = self.of(self.rep), self.of(self.colleague)
        self.hand_in(handed_in)
        with freeze_time("2026-03-04 09:59:00"):
            self.follow_up()
            self.assertEqual(report.state, "draft")
        with freeze_time("2026-03-04 10:01:00"):
            self.follow_up()
            self.follow_up()
        self.assertEqual((report.state, report.is_late), ("late", True))
        self.assertEqual((handed_in.state, handed_in.is_late), ("submitted", False))
        self.assertEqual(report.activity_ids.user_id, self.rep.user_id)
        self.assertEqual(len(report.activity_ids), 1)
        self.assertIn("Daily report", report.activity_ids.summary)

    def test_handed_in_late(self):
        """R052: a late report is handed in all the same, and the reminder is gone."""
        self.follow_up()
        report = self.of(self.rep)
        with freeze_time("2026-03-04 10:01:00"):
            self.follow_up()
            self.hand_in(report)
        self.assertEqual((report.state, report.is_late), ("submitted", True))
        self.assertFalse(report.activity_ids)

    def test_leave_that_comes_later(self):
        """R052: leave validated afterwards excuses, and takes the excuse back when it is refused."""
        self.follow_up()
        report = self.of(self.rep)
        with freeze_time("2026-03-05 00:30:00"):
            self.follow_up()
            self.assertEqual(report.state, "late")
            leave = self.leave(self.rep, "2026-03-04", "2026-03-04")
            self.follow_up()
            self.assertEqual((report.state, report.is_late, report.is_excused), ("draft", False, True))
            self.assertFalse(report.activity_ids)
            leave.unlink()
            self.follow_up()
        self.assertEqual((report.state, report.is_late, report.is_excused), ("late", True, False))

    def test_leave_after_it_came_late(self):
        """R052: leave on the day of the deadline, validated after the report came, moves the deadline."""
        self.follow_up()
        report = self.of(self.leader)
        with freeze_time("2026-03-09 00:30:00"):
            self.follow_up()
            self.hand_in(report)
            self.assertTrue(report.is_late)
            self.leave(self.leader, "2026-03-06", "2026-03-06")
            self.follow_up()
        self.assertEqual((report.deadline, report.is_late), (datetime(2026, 3, 9, 9), False))
        self.assertFalse(report.is_excused)

    def test_excused_by_hand_stays(self):
        """R052: what a superior excused stays excused, whatever happens to leave."""
        self.follow_up()
        report = self.of(self.rep)
        self.as_(self.leader, report).action_excuse("Ferry cancelled")
        with freeze_time("2026-03-04 10:01:00"):
            self.follow_up()
        self.assertEqual((report.state, report.is_excused, report.excuse), ("draft", True, "Ferry cancelled"))

    def test_figures_are_refreshed(self):
        """R052: the figures of a running report follow the books, and stand still once it is handed in."""
        self.follow_up()
        report = self.of(self.rep)
        self.assertEqual(report.new_leads, 0)
        self.lead("Wedding")
        with freeze_time("2026-03-04 02:00:00"):
            self.follow_up()
        self.assertEqual((report.new_leads, report.figures_at), (1, datetime(2026, 3, 4, 2)))
        self.lead("Fair")
        self.hand_in(report)
        self.assertEqual(report.new_leads, 2)
        self.lead("Congress")
        self.follow_up()
        self.assertEqual(report.new_leads, 2)

    def lead(self, name):
        lead = self.env["crm.lead"].create({"name": name, "user_id": self.rep.user_id.id})
        self.env.flush_all()
        self.env.cr.execute("UPDATE crm_lead SET create_date = '2026-03-04 01:00:00' WHERE id = %s", (lead.id,))

    def test_batch(self):
        """R052: many reports cost as many queries as a few, to make them and to follow them up."""
        counts = []
        for size in (3, 12):
            department = self._create_department(f"Team {size}", parent_id=self.retail.id)
            people = self.env["hr.employee"].union(
                *(
                    self._create_member(f"Rep {size} {n}", f"rep_{size}_{n}", department, "representative")
                    for n in range(size)
                )
            )
            counts.append([self._count(people, moment) for moment in ("00:30", "02:00", "10:01", "11:00")])
        few, many = counts
        for small, large in zip(few, many, strict=True):
            self.assertLessEqual(large, small + 2)
        self.assertLess(max(few), 95)

    def _count(self, people, moment):
        """Return how many queries it takes to follow these people's reports up at that time."""
        self.env.flush_all()
        self.env.invalidate_all()
        reports = self.reports._for_company(self.company)
        begin = self.env.cr.sql_log_count
        with freeze_time(f"2026-03-04 {moment}:00"):
            reports._follow_up_people(people)
            self.env.flush_all()
        return self.env.cr.sql_log_count - begin
