from datetime import datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError

from .lines import LinesCommon


@freeze_time("2025-03-04 00:10:00")  # Tuesday 08:10 in Shanghai
class TestNotice(LinesCommon):
    def hold(self):
        """Hold the meeting with one notice of Lea's; Ann is absent."""
        notice = self.report(self.leader, "The lift is repaired until Friday", kind="notice")
        self.open()
        self.sign_in(self.rep)
        self.close()
        return notice

    def today(self, employee):
        self.env.invalidate_all()
        lines = self.as_(employee, self.env["sales.office.today"]).get_lines()
        return [line["count"] for line in lines if line["key"] == "notice"]

    def test_everybody_is_asked_and_marks_it(self):
        """R008 R109: all on the list but the author are asked, the absent too, and each marks it for themselves."""
        notice = self.hold()
        self.assertEqual(notice.read_ids.employee_id, self.rep | self.colleague)
        self.assertEqual((notice.read_count, notice.asked_count), (0, 2))
        self.assertEqual(self.row(self.colleague).state, "absent")
        for employee in (self.rep, self.colleague):
            self.assertEqual(self.today(employee), [1])
        self.as_(self.rep, notice).action_mark_read()
        self.env.invalidate_all()
        self.assertEqual(self.as_(self.colleague, notice).read_count, 1, "Everybody sees how many")
        mark = notice.read_ids.filtered("read_at")
        self.assertEqual((mark.employee_id, mark.read_at), (self.rep, datetime(2025, 3, 4, 0, 10)))
        self.assertFalse(self.today(self.rep))
        self.assertEqual(self.today(self.colleague), [1])

    def test_own_mark_only(self):
        """R008: nobody marks a notice for somebody else, nor their own mark by hand."""
        notice = self.hold()
        for employee in (self.leader, self.manager, self.director):
            self.as_(employee, notice).action_mark_read()
        self.assertEqual(notice.read_count, 0)
        for employee in (self.rep_south, self.finance, self.director_valley):
            with self.subTest(employee.name), self.assertRaises(AccessError):
                self.as_(employee, notice).action_mark_read()
        for employee in (self.rep, self.colleague, self.leader, self.director):
            with self.subTest(employee.name), self.assertRaises(AccessError):
                self.as_(employee, notice.read_ids).write({"read_at": "2025-03-04 00:10:00"})

    def test_twice_keeps_the_first_time(self):
        notice = self.hold()
        self.as_(self.rep, notice).action_mark_read()
        with freeze_time("2025-03-04 05:00:00"):
            self.as_(self.rep, notice).action_mark_read()
        self.assertEqual(notice.read_ids.filtered("read_at").read_at, datetime(2025, 3, 4, 0, 10))

    def test_who_sees_who_has_not_read(self):
        """R008: chair and leaders see who has read it, colleagues see the number."""
        notice = self.hold()
        for employee in (self.leader, self.manager, self.director):
            with self.subTest(employee.name):
                marks = self.as_(employee, notice.read_ids).search([("read_at", "=", False)])
                self.assertEqual(marks.employee_id, self.rep | self.colleague)
        for employee in (self.rep, self.colleague):
            with self.subTest(employee.name):
                marks = self.as_(employee, notice.read_ids).search([("line_id", "=", notice.id)])
                self.assertEqual(marks.employee_id, employee)
        for employee in (self.clerk, self.rep_south, self.director_valley):
            with self.subTest(employee.name):
                self.assertFalse(self.as_(employee, notice.read_ids).search([]))

    def test_search(self):
        """R008: one finds the notices one has not read."""
        notice = self.hold()
        lines = self.as_(self.rep, notice)
        self.assertEqual(lines.search([("is_unread", "=", True)]).sudo(), notice)
        self.assertTrue(lines.is_unread)
        lines.action_mark_read()
        self.assertFalse(lines.search([("is_unread", "=", True)]))
        self.assertFalse(lines.is_unread)

    def test_reopened(self):
        """R008: after a correction everybody is asked once; about a changed notice again."""
        notice = self.hold()
        self.as_(self.rep, notice).action_mark_read()
        self.as_(self.manager, self.meeting).action_reopen("A notice was forgotten")
        second = self.report(self.rep, "Two weddings on Saturday", kind="notice")
        self.close()
        self.assertEqual((notice.read_count, notice.asked_count), (1, 2))
        self.assertEqual(second.read_ids.employee_id, self.leader | self.colleague)
        self.as_(self.manager, self.meeting).action_reopen("The notice was wrong")
        self.as_(self.leader, notice).text = "The lift is repaired until Monday"
        self.assertEqual(notice.read_count, 0)

    def test_without_user(self):
        self.colleague.user_id = False
        self.assertEqual(self.hold().read_ids.employee_id, self.rep)

    def test_cost_does_not_grow(self):
        """R008: ten notices are put to everybody in as many queries as two."""
        counts = []
        for size in (2, 10):
            notices = self.env["sales.office.meeting.line"].create(
                [
                    {
                        "meeting_id": self.meeting.id,
                        "employee_id": self.leader.id,
                        "kind": "notice",
                        "text": str(number),
                    }
                    for number in range(size)
                ]
            )
            counts.append(self.count_queries(notices._ask_to_read))
            self.assertEqual(len(notices.read_ids), 2 * size)
        self.assertLessEqual(counts[1], counts[0])
