from datetime import datetime

from freezegun import freeze_time
from psycopg2.errors import CheckViolation, UniqueViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form
from odoo.tools import mute_logger

from ..common import MeetingCommon


@freeze_time("2025-03-04 00:10:00")  # Tuesday 08:10 in Shanghai
class TestMeeting(MeetingCommon):
    def test_pipeline(self):
        """R003, R005: planned, opened, signed in, roll called, closed and locked."""
        self.assertEqual(self.meeting.chair_id, self.leader)
        self.assertEqual(self.meeting.tz, "Asia/Shanghai")
        self.assertEqual(self.meeting.attendance_ids.employee_id, self.leader | self.rep | self.colleague)
        self.open()
        self.sign_in(self.leader)
        self.sign_in(self.rep)
        row = self.row(self.rep)
        self.assertEqual((row.state, row.signed_in_at), ("present", datetime(2025, 3, 4, 0, 10)))
        self.assertEqual(row.marked_by_id, self.rep.user_id)
        self.as_(self.clerk, self.meeting).minutes = "<p>Lotus Travel wants a new offer.</p>"
        self.close()
        self.assertEqual(self.meeting.state, "closed")
        self.assertEqual(self.row(self.colleague).state, "absent")
        self.assertEqual(self.row(self.colleague).marked_by_id, self.leader.user_id)
        counts = (self.meeting.expected_count, self.meeting.present_count, self.meeting.absent_count)
        self.assertEqual(counts, (3, 2, 1))
        self.assertEqual(self.as_(self.rep, self.meeting).present_count, 2, "A participant sees the numbers")

    def test_list_begins_with_today(self):
        """R003: what is to come begins with what comes first, everything else with the latest, unless sorted anew."""
        later = self._create_meeting(self.north, start="2025-03-05 00:15:00", stop="2025-03-05 00:35:00")
        both = [("id", "in", (self.meeting | later).ids)]
        meetings = self.as_(self.rep, self.env["sales.office.meeting"])
        self.assertEqual(meetings.search(both), later | self.meeting)
        to_come = meetings.with_context(sales_office_meetings_to_come=True)
        self.assertEqual(to_come.search(both), self.meeting | later)
        self.assertEqual(to_come.search(both, order="start DESC"), later | self.meeting)

    def test_late_after_start_and_grace(self):
        """R003: more than the company's grace after the start is late, to the second."""
        self.company.sales_office_meeting_grace = 3
        for employee, moment, state in (
            (self.leader, "2025-03-04 00:15:00", "present"),
            (self.rep, "2025-03-04 00:18:00", "present"),
            (self.colleague, "2025-03-04 00:18:01", "late"),
        ):
            with self.subTest(moment), freeze_time(moment):
                if self.meeting.state == "planned":
                    self.open()
                self.sign_in(employee)
                self.assertEqual(self.row(employee).state, state)
        self.assertEqual(self.meeting.late_count, 1)

    def test_second_sign_in_keeps_the_first_time(self):
        self.open()
        self.sign_in(self.rep)
        with freeze_time("2025-03-04 00:30:00"):
            self.sign_in(self.rep)
        self.assertEqual(self.row(self.rep).signed_in_at, datetime(2025, 3, 4, 0, 10))
        self.assertEqual(self.row(self.rep).state, "present")

    def test_sign_in_only_while_open(self):
        self.company.sales_office_meeting_sign_in_minutes = 0
        with self.assertRaisesRegex(UserError, "(?i)is planned"):
            self.sign_in(self.rep)
        self.open()
        self.close()
        with self.assertRaisesRegex(UserError, "(?i)is closed"):
            self.sign_in(self.rep)

    def test_sign_in_only_for_oneself_and_when_listed(self):
        self.open()
        with self.assertRaisesRegex(UserError, "not on the list"):
            self.sign_in(self.manager)
        with self.assertRaises(AccessError):
            self.sign_in(self.rep_south)
        with self.assertRaises(AccessError):
            self.as_(self.colleague, self.row(self.rep)).write({"state": "present"})
        for values in ({"signed_in_at": "2025-03-04 00:15:00"}, {"marked_by_id": self.leader.user_id.id}):
            with self.assertRaises(AccessError):
                self.as_(self.leader, self.row(self.rep)).write(values)

    def test_excused_who_comes_all_the_same(self):
        self.as_(self.leader, self.row(self.rep)).write({"state": "excused", "reason": "At the dentist"})
        self.open()
        self.sign_in(self.rep)
        self.assertEqual(self.row(self.rep).state, "present")

    def test_excused_who_comes_late(self):
        """R005: who is excused, by the chair or by leave, is not late when they come in the end."""
        self.as_(self.leader, self.row(self.rep)).write({"state": "excused", "reason": "At the dentist"})
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Leave",
                "resource_id": self.colleague.resource_id.id,
                "date_from": "2025-03-04 00:00:00",
                "date_to": "2025-03-04 00:30:00",
            }
        )
        self.open()
        with freeze_time("2025-03-04 00:33:00"):
            for employee in (self.rep, self.colleague):
                self.sign_in(employee)
        for employee in (self.rep, self.colleague):
            row = self.row(employee)
            self.assertEqual((row.state, row.signed_in_at), ("excused", datetime(2025, 3, 4, 0, 33)))

    def test_who_may_open(self):
        """R003: the chair, who leads the department, their deputy, a manager above and the director."""
        for employee in (self.rep, self.leader_south, self.clerk, self.policy_admin, self.finance):
            with self.subTest(employee.name), self.assertRaises(AccessError):
                self.as_(employee, self.meeting).action_open()
        for employee in (self.leader, self.manager, self.director):
            with self.subTest(employee.name):
                self.as_(employee, self.meeting).action_open()
                self.meeting.state = "planned"
        self.meeting.chair_id = self.colleague
        self.as_(self.colleague, self.meeting).action_open()
        self.assertEqual(self.meeting.state, "open")

    def test_deputy_chairs(self):
        self.env["sales.office.deputy"].create(
            {
                "employee_id": self.leader.id,
                "deputy_id": self.rep.id,
                "date_from": "2025-03-04",
                "date_to": "2025-03-04",
            }
        )
        self.as_(self.rep, self.meeting).action_open()
        self.as_(self.rep, self.row(self.colleague)).action_mark_present()
        self.assertEqual(self.row(self.colleague).state, "present")
        with self.assertRaises(AccessError):
            self.as_(self.rep, self.row(self.rep)).action_mark_present()
        with freeze_time("2025-03-06 00:10:00"), self.assertRaises(AccessError):
            self.env.invalidate_all()
            self.as_(self.rep, self.meeting).action_close()

    def test_wrong_order(self):
        with self.assertRaisesRegex(UserError, "(?i)is planned"):
            self.close()
        self.open()
        with self.assertRaisesRegex(UserError, "(?i)is open"):
            self.open()
        self.close()
        with self.assertRaisesRegex(UserError, "(?i)is closed"):
            self.close()
        with self.assertRaisesRegex(UserError, "(?i)is closed"):
            self.as_(self.leader, self.meeting).action_cancel()

    def test_nobody_expected(self):
        empty = self._create_meeting(self.north, attendance_ids=[])
        with self.assertRaisesRegex(UserError, "participants"):
            self.open(empty)

    def test_cancelled_is_locked_and_nobody_absent(self):
        self.as_(self.leader, self.meeting).action_cancel()
        self.assertEqual(set(self.meeting.attendance_ids.mapped("state")), {"expected"})
        with self.assertRaisesRegex(UserError, "locked"):
            self.as_(self.leader, self.meeting).name = "Again"
        with self.assertRaisesRegex(UserError, "(?i)is cancelled"):
            self.open()

    def test_closed_is_locked(self):
        """R003: nothing of a closed meeting changes, directly or through its lines, whoever asks."""
        self.open()
        self.close()
        row = self.row(self.rep)
        for employee in (self.leader, self.manager, self.director):
            meeting = self.as_(employee, self.meeting)
            for values in (
                {"minutes": "<p>Other</p>"},
                {"attendance_ids": [Command.update(row.id, {"state": "present"})]},
                {"attendance_ids": [Command.create({"employee_id": self.rep_south.id})]},
                {"attendance_ids": [Command.delete(row.id)]},
            ):
                with (
                    self.subTest(employee=employee.name, values=values),
                    self.assertRaisesRegex(UserError, "locked"),
                    self.env.cr.savepoint(),
                ):
                    meeting.write(values)
            with self.subTest(employee.name):
                with self.assertRaisesRegex(UserError, "locked"):
                    self.as_(employee, row).write({"state": "present"})
                with self.assertRaisesRegex(UserError, "locked"):
                    self.as_(employee, row).unlink()
                with self.assertRaisesRegex(UserError, "locked"), self.env.cr.savepoint():
                    self.as_(employee, row).create({"meeting_id": meeting.id, "employee_id": self.rep_south.id})
                with self.assertRaisesRegex(UserError, "locked"):
                    meeting.action_fill_participants()
                with self.assertRaisesRegex(UserError, "deleted"):
                    meeting.unlink()

    def test_state_closed_to_hand(self):
        with self.assertRaises(AccessError):
            self.as_(self.director, self.meeting).write({"state": "closed"})
        values = {"department_id": self.north.id, "start": "2025-03-05 00:15:00"}
        Meeting = self.as_(self.leader, self.env["sales.office.meeting"])
        with self.assertRaises(AccessError):
            Meeting.create({**values, "state": "open"})
        self.assertEqual(Meeting.with_context(default_state="closed").create(values).state, "planned")

    def test_reopen_by_a_manager_above(self):
        self.open()
        self.close()
        for employee in (self.leader, self.rep, self.clerk, self.leader_south):
            with self.subTest(employee.name), self.assertRaises(AccessError):
                self.as_(employee, self.meeting).action_reopen("Please")
        with self.assertRaisesRegex(UserError, "why"):
            self.as_(self.manager, self.meeting).action_reopen(" ")
        self.say_why(self.manager, self.meeting, "reopen", "Rob was at a customer")
        self.assertEqual(self.meeting.state, "open")
        self.assertIn("Rob was at a customer", self.meeting.message_ids[:1].body)
        self.assertEqual(self.meeting.message_ids[:1].author_id, self.manager.user_id.partner_id)
        self.as_(self.leader, self.row(self.rep)).write({"state": "excused", "reason": "At a customer"})
        with self.assertRaisesRegex(UserError, "(?i)is open"):
            self.as_(self.manager, self.meeting).action_reopen("Twice")

    def test_nobody_reopens_his_own(self):
        meeting = self._create_meeting(self.retail)
        self.assertEqual(meeting.chair_id, self.manager)
        self.as_(self.manager, meeting).action_open()
        with freeze_time("2025-03-04 00:20:00"):
            self.as_(self.manager, meeting).action_close()
        with self.assertRaises(AccessError):
            self.as_(self.manager, meeting).action_reopen("Mine")
        self.as_(self.director, meeting).action_reopen("Checked")
        self.assertEqual(meeting.state, "open")

    def test_opened_on_its_day(self):
        """R003: nobody signs in to the meeting of another day because the chair opened it by mistake."""
        with freeze_time("2025-03-03 15:59:00"), self.assertRaisesRegex(UserError, "opened on its day, 03/04/2025"):
            self.open()
        with freeze_time("2025-03-03 16:00:00"):
            self.open()
        self.assertEqual(self.meeting.state, "open")

    def test_nobody_is_absent_before_the_start(self):
        """R005: a meeting closed too early makes nobody absent; once everybody is there it may end before."""
        self.open()
        with self.assertRaisesRegex(UserError, "begins at 08:15"):
            self.as_(self.leader, self.meeting).action_close()
        for employee in (self.leader, self.rep, self.colleague):
            self.sign_in(employee)
        self.as_(self.leader, self.meeting).action_close()
        self.assertEqual(self.meeting.absent_count, 0)

    def test_plan_on_the_form(self):
        """R003: choosing the department proposes its members; a guest is added by hand."""
        with Form(self.as_(self.leader, self.env["sales.office.meeting"])) as form:
            self.assertEqual(form.department_id, self.north)
            form.start = datetime(2025, 3, 5, 0, 15)
            self.assertEqual(form.stop, datetime(2025, 3, 5, 0, 35))
            self.assertEqual(len(form.attendance_ids), 3)
            with form.attendance_ids.new() as row:
                row.employee_id = self.rep_south
        meeting = form.record
        self.assertEqual(meeting.name, "Morning Meeting, North")
        self.assertIn("3/5/25", meeting.display_name)
        self.assertEqual(meeting.chair_id, self.leader)
        self.assertEqual(
            meeting.sudo().attendance_ids.employee_id, self.leader | self.rep | self.colleague | self.rep_south
        )
        self.assertEqual(self.row(self.rep_south, meeting.sudo()).department_id, self.south)

    def test_moved_meeting_keeps_its_length(self):
        for start, stop in (
            ("2025-03-06 01:00:00", datetime(2025, 3, 6, 1, 20)),
            ("2025-03-03 01:00:00", datetime(2025, 3, 3, 1, 20)),
        ):
            self.as_(self.leader, self.meeting).start = start
            self.assertEqual(self.meeting.stop, stop)
            self.assertEqual(self.row(self.rep).start, self.meeting.start)
        with Form(self.as_(self.leader, self.meeting)) as form:
            form.start = datetime(2025, 3, 2, 0, 15)
            self.assertEqual(form.stop, datetime(2025, 3, 2, 0, 35))

    def test_fill_takes_the_sub_tree_and_leaves_who_left(self):
        self.colleague.active = False
        meeting = self._create_meeting(self.retail)
        people = self.leader | self.rep | self.leader_south | self.rep_south
        self.assertEqual(meeting.attendance_ids.employee_id, people)
        self.colleague.active = True
        self.as_(self.manager, meeting).action_fill_participants()
        self.as_(self.manager, meeting).action_fill_participants()
        self.assertEqual(meeting.attendance_ids.employee_id, people | self.colleague)
        self.assertEqual(len(meeting.attendance_ids), 5)
        with self.assertRaises(AccessError):
            self.as_(self.rep, meeting).action_fill_participants()

    def test_expects_who_is_at_work(self):
        """R003: a meeting made by hand expects nobody before their first day, on a day off of theirs or after work."""
        newcomer = self._create_member("Nell", "newcomer", self.north, "representative")
        newcomer.version_ids.with_context(sync_contract_dates=True).write({"contract_date_start": "2025-03-06"})
        mornings = self.calendar.copy({"name": "Mondays"})
        mornings.attendance_ids.filtered(lambda line: line.dayofweek != "0").unlink()
        self.colleague.resource_calendar_id = mornings
        usual = self.leader | self.rep
        tuesday, thursday, monday = (
            self._create_meeting(self.north, start=f"2025-03-{day} 00:15:00", stop=f"2025-03-{day} 00:35:00")
            for day in ("04", "06", "10")
        )
        self.assertEqual(tuesday.attendance_ids.employee_id, usual)
        self.assertEqual(thursday.attendance_ids.employee_id, usual | newcomer)
        self.assertEqual(monday.attendance_ids.employee_id, usual | newcomer | self.colleague)
        for start, stop in (
            ("2025-03-10 10:00:00", "2025-03-10 11:00:00"),
            ("2025-03-09 00:15:00", "2025-03-09 00:35:00"),
        ):
            odd = self._create_meeting(self.north, start=start, stop=stop)
            self.assertFalse(odd.attendance_ids, "After work, or on a Sunday")
        self.as_(self.leader, odd).action_fill_participants()
        self.assertEqual(odd.attendance_ids.employee_id, usual | newcomer | self.colleague, "Called all the same")

    def test_start_on_the_form(self):
        """R003: whoever is at work at another start is proposed for it; guests stay on the list."""
        with Form(self.as_(self.leader, self.env["sales.office.meeting"])) as form:
            form.start = datetime(2025, 3, 5, 10)
            self.assertEqual(len(form.attendance_ids), 0)
            with form.attendance_ids.new() as row:
                row.employee_id = self.rep_south
            form.start = datetime(2025, 3, 5, 0, 15)
        people = self.leader | self.rep | self.colleague | self.rep_south
        self.assertEqual(form.record.sudo().attendance_ids.employee_id, people)

    def test_fill_costs_the_same_for_many(self):
        """One pass: filling ten meetings costs as many queries as filling two."""
        counts = []
        for size in (2, 10):
            meetings = self.env["sales.office.meeting"].create(
                [
                    {"department_id": self.retail.id, "start": f"2025-04-{day:02} 00:15:00", "attendance_ids": []}
                    for day in range(1, size + 1)
                ]
            )
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            meetings.action_fill_participants()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - start)
            self.assertEqual(len(meetings.attendance_ids), size * 5)
        self.assertLessEqual(counts[1], counts[0])

    def test_database_guards(self):
        with mute_logger("odoo.sql_db"):
            with self.assertRaises(UniqueViolation), self.env.cr.savepoint():
                self.attendances.create({"meeting_id": self.meeting.id, "employee_id": self.rep.id})
            with self.assertRaises(CheckViolation), self.env.cr.savepoint():
                self.meeting.write({"stop": "2025-03-04 00:15:00"})
                self.env.flush_all()

    def test_participants_of_the_company_only(self):
        with self.assertRaisesRegex(UserError, "company inconsistencies"):
            self.attendances.create({"meeting_id": self.meeting.id, "employee_id": self.rep_valley.id})
        kitchen = self._create_department("Kitchen")
        with self.assertRaisesRegex(ValidationError, "Kitchen"):
            self._create_meeting(kitchen)

    def test_start_and_department_stay_once_open(self):
        self.open()
        for values in ({"start": "2025-03-04 00:45:00"}, {"department_id": self.south.id}):
            with self.subTest(values), self.assertRaisesRegex(UserError, "once the meeting is open"):
                self.as_(self.manager, self.meeting).write(values)

    def test_minutes_as_html(self):
        """R003: the minutes print with times of the office, whoever prints them."""
        self.open()
        self.sign_in(self.rep)
        self.as_(self.leader, self.meeting).minutes = "<p>Lotus Travel wants a new offer.</p>"
        self.close()
        self.clerk.user_id.tz = "Europe/Berlin"
        report = self.as_(self.clerk, self.env["ir.actions.report"])
        html = report._render_qweb_html("sales_office_policy.report_meeting_minutes", self.meeting.ids)[0].decode()
        for text in (
            "Morning Meeting, North",
            "Lotus Travel wants a new offer.",
            "Rob",
            "Absent",
            "8:15",
            "Asia/Shanghai",
        ):
            self.assertIn(text, html)
        self.env.invalidate_all()
        html = (
            self.as_(self.rep, report)
            ._render_qweb_html("sales_office_policy.report_meeting_minutes", self.meeting.ids)[0]
            .decode()
        )
        self.assertIn("Rob", html)
        self.assertNotIn("Ann", html, "A participant prints his own row only")
        with self.assertRaises(AccessError):
            self.as_(self.rep_south, report)._render_qweb_html(
                "sales_office_policy.report_meeting_minutes", self.meeting.ids
            )
