"""How a report is written, handed in, answered, sent back and excused, and by whom not."""

from datetime import datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form

from .work_report_common import WorkReportCommon


@freeze_time("2026-03-04 09:00:00")  # Wednesday 17:00 in Shanghai, an hour before the deadline
class TestWorkReportFlow(WorkReportCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.report = cls.write_report(cls.rep)

    def test_write_and_hand_in(self):
        """R052 R098: the author writes their texts and hands the report in, once."""
        with Form(self.as_(self.rep, self.report)) as form:
            form.done = "Three visits."
            form.plan = "An offer."
            form.problems = "No price list."
        self.as_(self.rep, self.report).action_submit()
        self.assertEqual((self.report.state, self.report.is_late), ("submitted", False))
        self.assertEqual(self.report.submitted_at, datetime(2026, 3, 4, 9))
        self.assertEqual(self.report.done, "Three visits.")
        with self.assertRaisesRegex(UserError, "(?i)handed in"):
            self.as_(self.rep, self.report).action_submit()

    def test_handed_in_after_the_deadline(self):
        """R052: a report that comes after the deadline is kept as late, before the cron said so too."""
        with freeze_time("2026-03-04 10:00:01"):
            self.hand_in(self.report)
        self.assertEqual((self.report.state, self.report.is_late), ("submitted", True))

    def test_empty_report(self):
        """R052: a report without a word about the work is not handed in."""
        for text in (False, " \n"):
            self.report.done = text
            with self.assertRaisesRegex(UserError, "what you did"):
                self.as_(self.rep, self.report).action_submit()

    def test_stands_still_once_handed_in(self):
        """R052: texts and figures of a report handed in cannot be changed."""
        self.hand_in(self.report)
        own = self.as_(self.rep, self.report)
        with self.assertRaisesRegex(UserError, "(?i)handed in"):
            own.done = "Ten visits."
        with self.assertRaisesRegex(UserError, "this needs"):
            own.action_refresh()

    def test_only_texts_by_hand(self):
        """R052: state, figures, deadline and answer are written by nobody."""
        own = self.as_(self.rep, self.report)
        for values in (
            {"state": "answered"},
            {"orders_amount": 1e6},
            {"deadline": "2027-01-01 00:00:00"},
            {"answer": "Well done"},
            {"is_excused": True},
            {"is_late": False, "done": "Work"},
            {"department_id": self.south.id},
            {"user_id": self.colleague.user_id.id},
            {"employee_id": self.colleague.id},
        ):
            with self.subTest(values), self.assertRaises(AccessError):
                own.write(values)

    def test_nobody_else_writes_or_hands_in(self):
        """R052: a report is its author's, not their superiors', colleagues' or another company's."""
        for employee in (self.leader, self.manager, self.director, self.colleague, self.rep_south, self.clerk):
            report = self.as_(employee, self.report)
            with self.subTest(employee.name):
                with self.assertRaises(AccessError):
                    report.done = "Nothing."
                with self.assertRaises(AccessError):
                    report.action_submit()

    def test_not_made_or_deleted_by_hand(self):
        """R052: nobody makes a report of their own choice or removes one."""
        values = {
            "kind": "daily",
            "date_from": "2026-03-03",
            "date_to": "2026-03-03",
            "deadline": "2026-03-03 10:00:00",
        }
        for employee in (self.rep, self.leader, self.director):
            reports = self.as_(employee, self.reports)
            with self.assertRaises(AccessError):
                reports.create({"employee_id": employee.id, "office_deadline": values["deadline"], **values})
            with self.assertRaises(AccessError):
                self.as_(employee, self.report).unlink()

    def test_who_sees(self):
        """R135: the author, who stands above them and nobody else."""
        for employee in (self.rep, self.leader, self.manager, self.director):
            self.assertEqual(self.as_(employee, self.reports).search([]).ids, self.report.ids)
        for employee in (
            self.colleague,
            self.leader_south,
            self.rep_south,
            self.clerk,
            self.finance,
            self.policy_admin,
        ):
            self.assertFalse(self.as_(employee, self.reports).search([]))
        self.assertFalse(self.as_(self.director_valley, self.reports).search([]))
        with self.assertRaises(AccessError):
            self.as_(self.outsider, self.reports).search([])

    def test_answer(self):
        """R106: the superior answers problems and suggestions, and the author is told."""
        self.hand_in(self.report, problems="No price list.")
        self.as_(self.leader, self.report).action_answer("You get it tomorrow.")
        self.assertEqual((self.report.state, self.report.answer), ("answered", "You get it tomorrow."))
        self.assertEqual(self.report.answered_by_id, self.leader.user_id)
        message = self.report.message_ids[0]
        self.assertIn("You get it tomorrow.", message.body)
        self.assertEqual(message.notified_partner_ids, self.rep.user_id.partner_id)
        with self.assertRaisesRegex(UserError, "(?i)answered"):
            self.as_(self.leader, self.report).action_answer("Again.")

    def test_problems_are_answered_in_words(self):
        """R106: what tells of a problem or makes a suggestion is not just marked as read."""
        self.hand_in(self.report, suggestions="A second phone.")
        plain = self.write_report(self.colleague)
        self.hand_in(plain)
        both = self.as_(self.leader, self.report | plain)
        with self.assertRaisesRegex(UserError, "Rob told you"):
            both.action_mark_read()
        self.as_(self.leader, plain).action_mark_read()
        self.assertEqual((plain.state, plain.answer), ("answered", False))

    def test_who_answers(self):
        """R106: managers further up and deputies may answer; never oneself, a colleague or another team."""
        self.hand_in(self.report)
        for employee in (self.rep, self.colleague, self.leader_south, self.clerk, self.director_valley):
            report = self.as_(employee, self.report)
            for action in (report.action_answer, report.action_return, report.action_excuse):
                with self.subTest(employee.name, action=action.__name__), self.assertRaises(AccessError):
                    action("Mine")
        self.env["sales.office.deputy"].create(
            {
                "employee_id": self.leader.id,
                "deputy_id": self.colleague.id,
                "date_from": "2026-03-04",
                "date_to": "2026-03-04",
            }
        )
        self.as_(self.colleague, self.report).action_answer("For Lea.")
        self.assertEqual(self.report.answered_by_id, self.colleague.user_id)

    def test_nobody_decides_about_himself(self):
        """R046: a leader and a director neither answer nor excuse their own reports."""
        for employee in (self.leader, self.director):
            own = self.write_report(employee)
            self.hand_in(own)
            for action in ("action_answer", "action_return", "action_excuse"):
                with self.subTest(employee.name, action=action), self.assertRaises(AccessError):
                    getattr(self.as_(employee, own), action)("Mine")

    def test_not_before_it_is_handed_in(self):
        """R106: an unwritten report is neither answered nor sent back."""
        report = self.as_(self.leader, self.report)
        for action in (report.action_answer, report.action_return):
            with self.assertRaisesRegex(UserError, "(?i)to write"):
                action("Good")

    def test_send_back(self):
        """R106: the superior asks for more; what came in time stays in time."""
        self.hand_in(self.report)
        with self.assertRaisesRegex(UserError, "missing"):
            self.as_(self.leader, self.report).action_return(" ")
        self.as_(self.leader, self.report).action_return("Which customers?")
        self.assertEqual((self.report.state, self.report.return_reason), ("draft", "Which customers?"))
        with freeze_time("2026-03-05 01:00:00"):
            self.follow_up()
            self.assertEqual(self.report.state, "draft")
            self.hand_in(self.report, done="Maple Leaf and West Lake.")
        self.assertEqual((self.report.state, self.report.is_late), ("submitted", False))
        self.assertEqual(self.report.submitted_at, datetime(2026, 3, 4, 9))
        self.assertFalse(self.report.return_reason)

    def test_excuse(self):
        """R052: the superior excuses, with a reason, what is late or will be; not what came in time."""
        report = self.as_(self.leader, self.report)
        with self.assertRaisesRegex(UserError, "why"):
            report.action_excuse("")
        with freeze_time("2026-03-04 10:30:00"):
            self.follow_up()
            self.assertTrue(self.report.activity_ids)
            report.action_excuse("At the fair without a phone")
        self.assertEqual((self.report.is_excused, self.report.excused_by_id), (True, self.leader.user_id))
        self.assertFalse(self.report.activity_ids)
        with self.assertRaisesRegex(UserError, "waived already"):
            report.action_excuse("Again")
        in_time = self.write_report(self.colleague)
        self.hand_in(in_time)
        with self.assertRaisesRegex(UserError, "in time"):
            self.as_(self.leader, in_time).action_excuse("Nice")

    def test_refresh_by_button(self):
        """R052: the author and their superior read the figures again, a colleague does not."""
        self.as_(self.rep, self.report).action_refresh()
        self.assertEqual(self.report.figures_at, datetime(2026, 3, 4, 9))
        self.as_(self.leader, self.report).action_refresh()
        with self.assertRaises(AccessError):
            self.as_(self.colleague, self.report).action_refresh()

    def test_take_up_a_problem(self):
        """R106: a problem becomes an activity of the superior."""
        with self.assertRaisesRegex(UserError, "no problem"):
            self.as_(self.leader, self.report).action_take_up()
        self.hand_in(self.report, problems="No price list.\nAsk the printer.")
        action = self.as_(self.leader, self.report).action_take_up()
        wizard = self.as_(self.leader, self.env["mail.activity.schedule"]).with_context(**action["context"])
        Form(wizard).save().action_schedule_activities()
        activity = self.report.activity_ids
        self.assertEqual((activity.user_id, activity.summary), (self.leader.user_id, "Problem of Rob"))
        self.assertIn("price list", activity.note)
        with self.assertRaises(AccessError):
            self.as_(self.rep, self.report).action_take_up()

    def test_own_activity_survives(self):
        """R106: what the superior planned themselves stays when the report is answered or excused."""
        self.hand_in(self.report, problems="No price list.")
        self.as_(self.leader, self.report).activity_schedule("mail.mail_activity_data_todo", summary="Print it")
        self.as_(self.leader, self.report).action_answer("Soon.")
        self.assertEqual(self.report.activity_ids.summary, "Print it")

    def test_dialog(self):
        """R106: the dialog passes its text on, and opens about nothing its user may not read."""
        self.hand_in(self.report)
        with self.assertRaises(AccessError):
            self.say_why(self.leader_south, self.report, "answer", "Hm")
        self.say_why(self.leader, self.report, "return", "More")
        self.assertEqual(self.report.return_reason, "More")

    def test_message_reaches_author_and_superior(self):
        """R106: a message below the report goes to its author and to who wrote before, to nobody else."""
        message = self.as_(self.leader, self.report).message_post(body="When?", subtype_xmlid="mail.mt_comment")
        self.assertEqual(message.sudo().notified_partner_ids, self.rep.user_id.partner_id)
        reply = self.as_(self.rep, self.report).message_post(body="Soon.", subtype_xmlid="mail.mt_comment")
        self.assertEqual(reply.sudo().notified_partner_ids, self.leader.user_id.partner_id)
        self.assertFalse(self.report.message_follower_ids)


@freeze_time("2026-03-04 09:00:00")
class TestWorkReportToday(WorkReportCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.report = cls.write_report(cls.rep)

    def lines(self, employee):
        """Return ``{key: line}`` of the user's work reports on Today."""
        self.env.invalidate_all()
        lines = self.as_(employee, self.env["sales.office.today"]).get_lines()
        return {line["key"]: line for line in lines if line["key"].startswith("work_report")}

    def test_to_write(self):
        """R052: a report waits for its author from a day before its deadline, urgent in the last hours."""
        key = f"work_report_{self.report.id}"
        line = self.lines(self.rep)[key]
        self.assertTrue(line["urgent"])
        self.assertIn("Until", line["detail"])
        self.assertEqual(line["action"]["res_id"], self.report.id)
        with freeze_time("2026-03-04 07:00:00"):
            self.assertFalse(self.lines(self.rep)[key]["urgent"])
        with freeze_time("2026-03-03 09:00:00"):
            self.assertFalse(self.lines(self.rep))
        with freeze_time("2026-03-04 11:00:00"):
            self.assertIn("Was due", self.lines(self.rep)[key]["detail"])
        self.assertFalse(self.lines(self.colleague))
        self.hand_in(self.report)
        self.assertFalse(self.lines(self.rep))

    def test_sent_back(self):
        """R106: a report that was sent back waits again, with what is missing."""
        self.hand_in(self.report)
        self.as_(self.leader, self.report).action_return("Which customers?")
        (line,) = self.lines(self.rep).values()
        self.assertIn("Which customers?", line["detail"])

    def test_to_answer(self):
        """R106: what was handed in waits for the nearest manager, urgent when it tells of problems."""
        self.assertFalse(self.lines(self.leader))
        self.hand_in(self.report, problems="No price list.")
        line = self.lines(self.leader)["work_report_answer"]
        self.assertEqual((line["count"], line["urgent"]), (1, True))
        for employee in (self.manager, self.director, self.leader_south, self.colleague):
            self.assertFalse(self.lines(employee))
        self.as_(self.leader, self.report).action_answer("Soon.")
        self.assertFalse(self.lines(self.leader))

    def test_nearest_manager(self):
        """R106: a leader's report goes to the manager; where nobody leads, to the next above."""
        report = self.write_report(self.leader)
        self.hand_in(report)
        self.assertEqual(self.lines(self.manager)["work_report_answer"]["count"], 1)
        self.assertFalse(self.lines(self.director))
        self.hand_in(self.report)
        self.north.manager_id = False
        self.assertEqual(self.lines(self.manager)["work_report_answer"]["count"], 2)
        self.manager.user_id.active = False
        self.assertEqual(self.lines(self.director)["work_report_answer"]["count"], 2)

    def test_not_handed_in(self):
        """R052: the leader is told whose reports are missing, unless they are excused."""
        with freeze_time("2026-03-04 10:30:00"):
            self.follow_up()
            line = self.lines(self.leader)["work_report_late"]
            self.assertEqual((line["count"], line["detail"]), (1, "Rob"))
            self.as_(self.leader, self.report).action_excuse("At the fair")
            self.assertFalse(self.lines(self.leader))
            self.assertFalse(self.lines(self.rep))

    def test_many_departments(self):
        """R106: the lines take as many queries for an office of many departments as for a small one."""
        self.hand_in(self.report)
        counts = []
        for number in range(2):
            today = self.as_(self.manager, self.env["sales.office.today"])
            counts.append(min(self._count_queries(today) for _time in range(3)))
            for team in range(8):
                department = self._create_department(f"Team {number} {team}", parent_id=self.retail.id)
                department.manager_id = self._create_member(f"Head {team}", f"head_{number}_{team}", department)
        self.assertLessEqual(counts[1], counts[0])

    def _count_queries(self, today):
        """Return what the lines cost; counted several times, because now and then a cache has to be filled."""
        self.env.flush_all()
        self.env.invalidate_all()
        begin = self.env.cr.sql_log_count
        today._ask(today._get_led_report_lines())
        return self.env.cr.sql_log_count - begin

    def test_deputy(self):
        """R047 R106: who stands in for the leader has the leader's reports on their page."""
        self.hand_in(self.report)
        self.env["sales.office.deputy"].create(
            {
                "employee_id": self.leader.id,
                "deputy_id": self.colleague.id,
                "date_from": "2026-03-04",
                "date_to": "2026-03-04",
            }
        )
        self.assertEqual(self.lines(self.colleague)["work_report_answer"]["count"], 1)
