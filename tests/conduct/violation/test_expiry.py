"""Points and occurrences expire; names of leavers are taken out."""

from dateutil.relativedelta import relativedelta
from psycopg2.errors import CheckViolation

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tools import mute_logger

from ..common import ConductCommon


class TestExpiry(ConductCommon):
    def test_frozen_when_closed(self):
        """R060: what is closed counts for the months its type counted then."""
        case = self._closed()
        self.assertEqual(case.expires_on, case.date + relativedelta(months=12))
        self.type.window_months = 3
        self.assertEqual(case.expires_on, case.date + relativedelta(months=12))

    def test_never(self):
        self.type.window_months = 0
        self.assertFalse(self._closed().expires_on)

    def test_expired(self):
        """R099: an expired case stays readable and is found as such."""
        old, new = self._close_past(self.rep, self._days_ago(400), self._days_ago(10), points=3)
        self.assertEqual((old.is_expired, new.is_expired), (True, False))
        domain = [("is_expired", "=", True), ("employee_id", "=", self.rep.id)]
        found = self.as_(self.leader, self.Violation).search(domain)
        self.assertEqual(found, old)


class TestAnonymise(ConductCommon):
    def _leave(self, employee, months):
        employee.sudo().write({"active": False, "departure_date": fields.Date.today() - relativedelta(months=months)})

    def _run(self):
        with self.enter_registry_test_mode():
            cron = self.env.ref("sales_office_policy.ir_cron_anonymise_violations")
            self.assertIs(cron.method_direct_trigger(), True)
        self.env.invalidate_all()

    def _old_case(self):
        case = self._closed()
        case.message_post(body="Photo of Rob asleep.", attachments=[("rob.txt", b"zzz")])
        self._leave(self.rep, 25)
        return case

    def test_due(self):
        """R135: long after they left nothing names them, and what happened where is still counted."""
        self.company.sales_office_anonymise_months = 24
        case = self._old_case()
        department, sanction = case.department_id, case.sanction
        self._run()
        self.assertEqual(case.anonymised_on, fields.Date.today())
        self.assertFalse(case.employee_id or case.user_id or case.reporter_id or case.response or case.message_ids)
        self.assertEqual((case.department_id, case.sanction, case.description), (department, sanction, "-"))
        self.assertEqual(case.company_id, self.company)
        files = [("res_model", "=", case._name), ("res_id", "=", case.id)]
        self.assertFalse(self.env["ir.attachment"].search(files))
        self.assertNotIn("Rob", case.display_name)

    def test_done_activities_and_notifications(self):
        """R135: what Odoo keeps out of sight, as done activities and notifications, goes as well."""
        self.company.sales_office_anonymise_months = 24
        case = self._old_case()
        activity = case.activity_schedule(user_id=self.manager.user_id.id, summary="Talk to Rob")
        activity.action_feedback(feedback="Rob says sorry.")
        case.message_notify(partner_ids=self.manager.user_id.partner_id.ids, subject="Rob", body="Rob again.")
        self._run()
        activities = self.env["mail.activity"].with_context(active_test=False)
        self.assertFalse(activities.search([("res_model", "=", case._name), ("res_id", "=", case.id)]))
        self.assertFalse(self.env["mail.message"].search([("model", "=", case._name), ("res_id", "=", case.id)]))

    def test_not_due(self):
        """R135: not where the company never does, not too early, not an open case, not who is still here."""
        case = self._old_case()
        self._run()
        self.assertTrue(case.employee_id)
        self.company.sales_office_anonymise_months = 26
        self._run()
        self.assertTrue(case.employee_id)
        self.company.sales_office_anonymise_months = 24
        case.state = "decided"
        others = self._closed(employee=self.colleague)
        self._run()
        self.assertTrue(case.employee_id and others.employee_id)

    def test_twice(self):
        self.company.sales_office_anonymise_months = 1
        case = self._old_case()
        for _time in range(2):
            self._run()
        self.assertTrue(case.anonymised_on)

    def test_still_seen_and_closed(self):
        """R099: who led the department still finds the case, and nobody changes it."""
        self.company.sales_office_anonymise_months = 1
        case = self._old_case()
        self._run()
        self.assertEqual(self.as_(self.manager, case).sanction, "warning")
        with self.assertRaises(AccessError):
            self.as_(self.manager, case).write({"employee_id": self.colleague.id})

    def test_everybody_else_has_a_name(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(CheckViolation):
            self.Violation.create({"type_id": self.type.id, "description": "Who?"})
