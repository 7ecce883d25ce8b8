from freezegun import freeze_time

from odoo.exceptions import AccessError

from .common import MeetingCommon


class TestMeetingAccess(MeetingCommon):
    def test_who_sees_the_meeting(self):
        """R135: participants, the chair, who leads the department, the clerk and the director."""
        self.meeting.chair_id = self.relations
        for employee in (
            self.leader,
            self.rep,
            self.colleague,
            self.relations,
            self.manager,
            self.director,
            self.clerk,
        ):
            with self.subTest(employee.name):
                self.assertEqual(
                    self.as_(employee, self.meeting).search([("id", "=", self.meeting.id)]).sudo(), self.meeting
                )
        for employee in (self.leader_south, self.rep_south, self.finance, self.director_valley, self.rep_valley):
            with self.subTest(employee.name):
                self.assertFalse(self.as_(employee, self.meeting).search([("id", "=", self.meeting.id)]))
                with self.assertRaises(AccessError):
                    self.as_(employee, self.meeting).read(["minutes"])
        with self.assertRaises(AccessError):
            self.as_(self.outsider, self.meeting).search([])

    def test_participant_reads_own_row_only(self):
        self.assertEqual(self.as_(self.rep, self.attendances).search([]).employee_id, self.rep)
        self.env.invalidate_all()
        self.assertEqual(self.as_(self.rep, self.meeting).attendance_ids.employee_id, self.rep)
        self.env.invalidate_all()
        meeting = self.as_(self.rep, self.meeting).web_read({"attendance_ids": {"fields": {"state": {}}}})[0]
        self.assertEqual([row["id"] for row in meeting["attendance_ids"]], self.row(self.rep).ids)
        with self.assertRaises(AccessError):
            self.as_(self.rep, self.row(self.colleague)).read(["state"])
        for employee in (self.leader, self.manager, self.director, self.clerk):
            with self.subTest(employee.name):
                self.env.invalidate_all()
                self.assertEqual(len(self.as_(employee, self.meeting).attendance_ids), 3)

    def test_participant_changes_nothing(self):
        with self.assertRaises(AccessError):
            self.as_(self.rep, self.meeting).minutes = "<p>Mine</p>"
        with self.assertRaises(AccessError):
            self.as_(self.rep, self.meeting).unlink()
        with self.assertRaises(AccessError):
            self.as_(self.rep, self.row(self.rep)).unlink()

    def test_who_plans(self):
        values = {"department_id": self.north.id, "start": "2025-03-05 00:15:00"}
        for employee in (self.leader, self.manager, self.director, self.clerk):
            with self.subTest(employee.name):
                self.assertTrue(self.as_(employee, self.meeting).create(values).sudo().attendance_ids)
        for employee in (self.rep, self.leader_south, self.relations, self.policy_admin, self.director_valley):
            with self.subTest(employee.name), self.assertRaises(AccessError):
                self.as_(employee, self.meeting).create(values)

    def test_clerk_does_not_name_the_chair(self):
        values = {"department_id": self.north.id, "start": "2025-03-05 00:15:00", "chair_id": self.clerk.id}
        with self.assertRaises(AccessError):
            self.as_(self.clerk, self.meeting).create(values)
        with self.assertRaises(AccessError):
            self.as_(self.clerk, self.meeting).chair_id = self.clerk
        self.as_(self.manager, self.meeting).chair_id = self.colleague
        self.assertEqual(self.meeting.chair_user_id, self.colleague.user_id)

    def test_who_chairs_is_not_written_by_hand(self):
        """R003: the clerk, who plans meetings, does not become their chair past the chair's name."""
        meeting = self.as_(self.clerk, self.meeting)
        for values in ({"chair_user_id": self.clerk.user_id.id}, {"company_id": self.company_valley.id}):
            with self.subTest(values), self.assertRaises(AccessError):
                meeting.write(values)
        with self.assertRaises(AccessError):
            meeting.action_open()

    def test_meeting_is_not_moved_out_of_reach(self):
        with self.assertRaises(AccessError):
            self.as_(self.leader, self.meeting).department_id = self.south

    def test_planned_meeting_deleted_by_who_leads(self):
        with self.assertRaises(AccessError):
            self.as_(self.clerk, self.meeting).unlink()
        self.as_(self.leader, self.meeting).unlink()
        self.assertFalse(self.meeting.exists())

    def test_other_company_conducts_nothing(self):
        meeting = self.as_(self.director_valley, self.meeting)
        for action in (meeting.action_open, meeting.action_sign_in, meeting.action_close, meeting.action_cancel):
            with self.subTest(action.__name__), self.assertRaises(AccessError):
                action()
        with self.assertRaises(AccessError):
            meeting.action_reopen("Ours now")

    def test_grace_set_by_the_policy_administrator(self):
        settings = self.as_(self.policy_admin, self.env["sales.office.settings"]).create({})
        settings.sales_office_meeting_grace = 0
        self.assertEqual(self.company.sales_office_meeting_grace, 0)
        self.assertEqual(self.company_valley.sales_office_meeting_grace, 5)


@freeze_time("2025-03-04 00:10:00")  # Tuesday 08:10 in Shanghai
class TestMeetingToday(MeetingCommon):
    def lines(self, employee):
        self.env.invalidate_all()
        lines = self.as_(employee, self.env["sales.office.today"]).get_lines()
        return [line for line in lines if line["key"].startswith("meeting_")]

    def test_expected_and_chaired(self):
        """R003: today's meeting waits on the page, urgent while one can sign in."""
        self.company.sales_office_meeting_sign_in_minutes = 0
        (chaired,) = self.lines(self.leader)
        self.assertIn("You chair", chaired["title"])
        self.assertIn("08:15", chaired["detail"])
        (expected,) = self.lines(self.rep)
        self.assertEqual(expected["action"]["res_id"], self.meeting.id)
        self.assertFalse(expected["urgent"])
        self.assertFalse(self.lines(self.rep_south))
        self.open()
        (expected,) = self.lines(self.rep)
        self.assertTrue(expected["urgent"])
        self.sign_in(self.rep)
        self.assertFalse(self.lines(self.rep)[0]["urgent"])
        self.close()
        self.assertFalse(self.lines(self.rep))

    def test_only_today(self):
        with freeze_time("2025-03-03 15:59:00"):
            self.assertFalse(self.lines(self.rep), "23:59 on the day before in Shanghai")
        with freeze_time("2025-03-03 16:01:00"):
            self.assertTrue(self.lines(self.rep), "One minute past midnight in Shanghai")

    def test_cost_does_not_grow_with_meetings(self):
        counts = []
        for size in (1, 9):
            self.env["sales.office.meeting"].create(
                [{"department_id": self.north.id, "start": f"2025-03-04 0{hour}:00:00"} for hour in range(1, size + 1)]
            )
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            today = self.as_(self.rep, self.env["sales.office.today"])
            self.assertGreater(len(today._ask(today._get_today_meeting_lines())), size)
            counts.append(self.env.cr.sql_log_count - start)
        self.assertLessEqual(counts[1], counts[0])
