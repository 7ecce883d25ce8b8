"""What people are told: messages, activities, the Today page, settings."""

from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import fields
from odoo.tools import mute_logger

from ..common import ConductCommon


class TestNotices(ConductCommon):
    def _lines(self, employee):
        lines = self.as_(employee, self.env["sales.office.today"]).get_lines()
        return {line["key"]: line for line in lines if line["room"] == "conduct"}

    def test_report_tells_the_employee_alone(self):
        """R046: a message and an activity until the deadline, for the employee and nobody else."""
        case = self._reported()
        message = case.message_ids.filtered("notified_partner_ids")
        self.assertEqual(message.notified_partner_ids, self.rep.user_id.partner_id)
        self.assertIn("punctual", str(message.body).lower())
        activity = case.activity_ids
        self.assertEqual((activity.user_id, activity.date_deadline), (self.rep.user_id, case.answer_deadline.date()))
        self.as_(self.rep, case).action_answer("Yes.")
        self.assertFalse(case.activity_ids)

    def test_decision_tells_the_employee_alone(self):
        case = self._decided(sanction="fine", fine_amount=50)
        message = case.message_ids.filtered("notified_partner_ids").sorted("id")[-1]
        self.assertEqual(message.notified_partner_ids, self.rep.user_id.partner_id)
        self.assertIn("50.00", str(message.body))
        self.assertEqual(case.activity_ids.user_id, self.rep.user_id)
        self.as_(self.rep, case).action_accept()
        self.assertFalse(case.activity_ids)

    def test_until_when_on_his_clocks(self):
        """R060: until when they may answer and appeal is told on their own clocks, to the minute, whoever writes."""
        (self.leader | self.manager).user_id.tz = "America/New_York"
        case = self._reported()
        message = case.message_ids.filtered("notified_partner_ids")
        self.assertRegex(str(message.body), r"Answer until: .*11:59\sPM")
        self.as_(self.rep, case).action_answer("Yes.")
        self.as_(self.manager, case).action_decide("warning", 0, "He said so.")
        message = case.message_ids.filtered("notified_partner_ids").sorted("id")[-1]
        self.assertRegex(str(message.body), r"Appeal until: .*11:59\sPM")

    def test_told_in_his_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.rep.user_id.lang = "fr_FR"
        self.type.with_context(lang="fr_FR").name = "Sieste"
        case = self._reported()
        message = case.message_ids.filtered("notified_partner_ids")
        self.assertIn("Sieste", str(message.body))

    def test_dismissal_is_told_unless_it_was_never_reported(self):
        reported = self._reported()
        self.as_(self.manager, reported).action_dismiss("No.")
        self.assertEqual(len(reported.message_ids.filtered("notified_partner_ids")), 2)
        self.assertFalse(reported.activity_ids)
        suspected = self._create_case(self.rep)
        self.as_(self.manager, suspected).action_dismiss("Found.")
        self.assertEqual(suspected.state, "dismissed")
        self.assertFalse(suspected.message_ids.filtered("notified_partner_ids"))

    # ------------------------------------------------------------------ Today

    def test_today_of_the_employee(self):
        case = self._reported()
        line = self._lines(self.rep)["conduct_answer"]
        self.assertEqual((line["count"], line["urgent"], line["action"]["res_id"]), (1, False, case.id))
        case.answer_deadline = fields.Datetime.now() + timedelta(hours=5)
        self.assertTrue(self._lines(self.rep)["conduct_answer"]["urgent"])
        self.as_(self.rep, case).action_answer("Yes.")
        self.assertFalse(self._lines(self.rep))
        self.as_(self.manager, case).action_decide("warning")
        self.assertEqual(set(self._lines(self.rep)), {"conduct_appeal"})
        case.appeal_deadline = fields.Datetime.now() - timedelta(hours=1)
        self.assertFalse(self._lines(self.rep))

    def test_today_of_those_who_decide(self):
        """R046: whoever may decide is asked to; the reporter and people elsewhere are not."""
        case = self._reported(reporter=self.director)
        self.assertFalse(self._lines(self.manager))
        self.as_(self.rep, case).action_answer("Yes.")
        self.assertEqual(self._lines(self.manager)["conduct_decide"]["count"], 1)
        for other in (self.director, self.leader, self.leader_south, self.colleague, self.clerk, self.director_valley):
            self.assertFalse(self._lines(other), other.name)
        self.as_(self.manager, case).action_decide("warning")
        self.assertFalse(self._lines(self.manager))
        case.appeal_deadline = fields.Datetime.now() - timedelta(hours=1)
        self.assertEqual(set(self._lines(self.manager)), {"conduct_close"})
        self.assertEqual(set(self._lines(self.director)), {"conduct_close"})

    def test_today_on_appeal(self):
        case = self._decided()
        self.as_(self.rep, case).action_appeal("No.")
        self.assertFalse(self._lines(self.manager))
        self.assertEqual(set(self._lines(self.director)), {"conduct_decide"})

    def test_today_without_the_room(self):
        self._reported()
        self.company.sales_office_room_ids -= self.env.ref("sales_office_policy.room_conduct")
        self.assertFalse(self._lines(self.rep))

    def test_flags_and_filters_agree(self):
        """The filters of the list find exactly the cases whose buttons show."""
        self._reported()
        answered = self._answered()
        appealed = self._decided()
        self.as_(self.rep, appealed).action_appeal("No.")
        closable = self._decided()
        closable.appeal_deadline = fields.Datetime.now() - timedelta(hours=1)
        for employee, decidable in ((self.manager, answered), (self.director, answered | appealed)):
            model = self.as_(employee, self.Violation)
            cases = model.search([("employee_id", "=", self.rep.id)])
            for flag in ("can_decide", "can_close"):
                self.assertEqual(model.search([(flag, "=", True)]), cases.filtered(flag))
                self.assertEqual(model.search([(flag, "=", False)]), cases.filtered(lambda c, f=flag: not c[f]))
            self.assertEqual(cases.filtered("can_decide").sudo().sorted("id"), decidable.sorted("id"))
            self.assertEqual(cases.filtered("can_close").sudo(), closable)

    # ------------------------------------------------------------------ settings

    def test_settings(self):
        """R136: the policy administrator switches fines and sets the days."""
        settings = self.as_(self.policy_admin, self.env["sales.office.settings"]).create({})
        settings.write(
            {"sales_office_fines_enabled": False, "sales_office_answer_days": 2, "sales_office_appeal_days": 4}
        )
        company = self.company
        self.assertEqual(
            (company.sales_office_fines_enabled, company.sales_office_answer_days, company.sales_office_appeal_days),
            (False, 2, 4),
        )
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.env.cr.savepoint():
            settings.sales_office_answer_days = 0
            self.env.flush_all()
