"""Many cases at once: a constant number of queries, and everybody is told."""

from odoo.exceptions import AccessError, UserError

from ..common import ConductCommon


class TestBatch(ConductCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = cls.env["hr.employee"].create(
            [
                {
                    "name": f"Member {n}",
                    "department_id": cls.rep.department_id.id,
                    "user_id": cls._create_user(f"member{n}").id,
                }
                for n in range(12)
            ]
        )

    @classmethod
    def _create_user(cls, login):
        return cls.env["res.users"].create(
            {"name": login, "login": login, "email": f"{login}@example.com", "group_ids": cls.rep.user_id.group_ids.ids}
        )

    def _found(self, count):
        """Return so many suspected cases, as checks make them, about many people."""
        vals = {"type_id": self.type.id, "date": self._days_ago(1), "description": "Found.", "reporter_id": False}
        cases = self.Violation.create(
            [{**vals, "employee_id": self.people[n % len(self.people)].id} for n in range(count)]
        )
        self.env.flush_all()
        return cases

    def _report_by(self, reporter, cases):
        self.as_(reporter, cases).action_report()

    def test_reporting_many_asks_as_much_as_reporting_some(self):
        """R060: eleven times the cases, the same number of queries."""
        self._report_by(self.manager, self._found(20))  # warm
        batches = [self._found(n) for n in (20, 220)]
        counts = [self.count_queries(lambda cases=cases: self._report_by(self.manager, cases)) for cases in batches]
        # the ORM writes a hundred rows of a table at a time, and seven are written: that is all that grows
        self.assertLessEqual(counts[1] - counts[0], 7 * 2, counts)

    def test_counting_many_asks_once(self):
        """R060: the ladder is counted for all by one query."""
        self._close_past(self.people[0], *(self._days_ago(n) for n in range(2, 5)))
        small, large = self._found(20), self._found(220)
        (small | large)._compute_display_name()
        counts = []
        for cases in (small, large):
            cases.write({"state": "reported", "answer_deadline": "2026-01-01"})
            self.env.flush_all()
            cases.mapped("type_id.window_months")
            before = self.env.cr.sql_log_count
            cases._get_final_dates()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])
        self.assertLessEqual(counts[1], 2)
        of_first = large.filtered(lambda case: case.employee_id == self.people[0])
        self.assertEqual(set(of_first.mapped("occurrence")), {4})

    def test_many_are_told_by_the_queue(self):
        """R046: each employee gets their own message and something to do; the mail goes out soon after."""
        cases = self._found(12)
        self._report_by(self.manager, cases)
        for case in cases:
            message = case.message_ids.filtered("partner_ids")
            self.assertEqual(message.partner_ids, case.user_id.partner_id)
            self.assertIn("reported", str(message.body))
            self.assertEqual(message.tracking_value_ids.new_value_char, "Reported")
            self.assertEqual(case.activity_ids.user_id, case.user_id)
        self.env["mail.message.schedule"].search(
            [("mail_message_id", "in", cases.message_ids.ids)]
        )._send_notifications()
        self.assertEqual(cases.message_ids.notified_partner_ids, self.people.user_id.partner_id)

    def test_a_batch_is_all_or_nothing(self):
        """R046: one case that is somebody else's to report stops the whole batch."""
        cases = self._found(3)
        foreign = self._create_case(self.rep, self.leader_south)
        with self.assertRaises(AccessError):
            self._report_by(self.manager, cases | foreign)
        self._report_by(self.manager, cases[0])
        with self.assertRaisesRegex(UserError, "is Reported; this needs: Suspected"):
            self._report_by(self.manager, cases)
        self.assertEqual(set(cases[1:].mapped("state")), {"suspected"})

    def test_nobody_to_tell_is_logged_all_the_same(self):
        self.people[0].user_id.active = False
        case = self._found(1)
        self._report_by(self.manager, case)
        self.assertFalse(case.message_ids.partner_ids)
        self.assertIn("Reported", case.message_ids.tracking_value_ids.mapped("new_value_char"))
