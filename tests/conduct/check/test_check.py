from datetime import date
from unittest.mock import patch

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import mute_logger

from ..common import ConductCommon

TUESDAY = date(2025, 3, 4)


class NappingCommon(ConductCommon):
    """A check about napping, whose facts the test decides."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.check = cls.env["sales.office.check"].create(
            {
                "name": "Napping",
                "code": "napping",
                "room_id": cls.env.ref("sales_office_policy.room_conduct").id,
                "violation_type_id": cls.type.id,
            }
        )
        cls.check.write({"mode": "suspect", "enforced_from": "2025-03-01"})
        NappingCommon.naps = {(cls.rep, TUESDAY): "Asleep from two to three."}
        cls.startClassPatcher(patch.object(type(cls.check), "_detect_napping", cls._detect_napping, create=True))

    @staticmethod
    def _detect_napping(check, employees, date_from, date_to):
        return [
            check._prepare_finding(employee, day, reason)
            for (employee, day), reason in NappingCommon.naps.items()
            if employee in employees and date_from <= day <= date_to
        ]

    def setUp(self):
        super().setUp()
        NappingCommon.naps = {(self.rep, TUESDAY): "Asleep from two to three."}

    def _run(self, **kwargs):
        return self.check.run(TUESDAY, TUESDAY, **kwargs)

    def _findings(self):
        return self.env["sales.office.finding"].search([("check_id", "=", self.check.id)])


@freeze_time("2025-03-05 02:00:00")
class TestCheck(NappingCommon):
    def test_breach(self):
        """R046: a breach becomes a suspicion that cites its clause and is reported by nobody yet."""
        case = self._run()
        self.assertEqual(case.employee_id, self.rep)
        self.assertEqual(case.state, "suspected")
        self.assertEqual(case.clause_id, self.clause)
        self.assertEqual(case.check_id, self.check)
        self.assertEqual(case.description, "Asleep from two to three.")
        self.assertFalse(case.reporter_id)
        self.assertEqual(self._findings().violation_id, case)

    def test_rows(self):
        """R046: findings and suspicions are kept as Odoo's own create would have kept them."""
        case = self._run()
        finding, links = case.finding_ids, ("violation_id", "case_state")
        columns = self.columns(finding, *links), self.columns(case)
        case_vals = finding._prepare_violation_vals()
        finding_vals = self.check._prepare_finding(self.rep, TUESDAY, finding.reason)
        finding.unlink()
        case.unlink()
        found = self.columns(finding.create(finding_vals), *links)
        self.assertEqual((found, self.columns(case.create(case_vals))), columns)

    def test_type_of_another_company(self):
        """R135: a check whose kind is another company's makes no case of it."""
        self.type.company_id = self.company_valley
        with self.assertRaisesRegex(UserError, "company"):
            self._run()

    def test_administrator_runs_it(self):
        """R135: the policy administrator runs checks, and learns of nobody that they are suspected."""
        check = self.as_(self.policy_admin, self.check)
        self.assertFalse(check.run(TUESDAY, TUESDAY, employees=self.rep.ids))
        self.assertEqual(self._findings().employee_id, self.rep)
        self.assertTrue(self.as_(self.director, self.check).run(TUESDAY, TUESDAY, employees=self.rep.ids))

    def test_no_breach(self):
        """R046: nobody is suspected of what they did not do."""
        self.naps.clear()
        self.assertFalse(self._run())
        self.assertFalse(self._findings())

    def test_second_run(self):
        """R046: a second run changes nothing."""
        case = self._run()
        self.assertEqual(self._run(), case)
        self.assertEqual(len(self._findings()), 1)

    def test_excused_later(self):
        """R046: what is excused later withdraws itself and says so."""
        case = self._run()
        self.naps.clear()
        self.assertFalse(self._run())
        self.assertEqual(case.state, "dismissed")
        self.assertTrue(case.is_withdrawn)
        self.assertEqual(self._findings().state, "withdrawn")
        self.assertIn("Withdrawn", case.message_ids[0].body)

    def test_excuse_taken_back(self):
        """R046: when the excuse falls away, the same suspicion stands again."""
        case = self._run()
        self.naps.clear()
        self._run()
        self.naps[self.rep, TUESDAY] = "Asleep after all."
        self.assertEqual(self._run(), case)
        self.assertEqual(case.state, "suspected")
        self.assertFalse(case.is_withdrawn)
        self.assertEqual(case.description, "Asleep after all.")

    def test_corrected_facts(self):
        """R046: corrected facts correct the suspicion."""
        case = self._run()
        self.naps[self.rep, TUESDAY] = "Asleep for a minute."
        self._run()
        self.assertEqual(case.description, "Asleep for a minute.")

    def test_case_taken_further_stays(self):
        """R046: a case that was reported goes on; who works on it is told of the changed facts."""
        case = self._run()
        self.as_(self.leader, case).action_report()
        self.naps.clear()
        self._run()
        self.assertEqual(case.state, "reported")
        self.assertIn("waived or corrected", case.message_ids[0].body)

    def test_dismissed_by_hand_stays(self):
        """R046: what a person dismissed is not suspected again."""
        case = self._run()
        self.as_(self.manager, case).action_dismiss("He was ill.")
        self.naps.clear()
        self._run()
        self.naps[self.rep, TUESDAY] = "Asleep."
        self.assertFalse(self._run())
        self.assertEqual(case.state, "dismissed")

    def test_notify_only(self):
        """R046: a check that only notifies leaves a finding and no case."""
        self.check.mode = "notify"
        self.assertFalse(self._run())
        self.assertEqual(len(self._findings()), 1)
        lines = self.as_(self.rep, self.env["sales.office.today"]).get_lines()
        self.assertIn("conduct_finding", [line["key"] for line in lines])

    def test_excuse_taken_back_when_nothing_follows_any_more(self):
        """R046: a check that only notifies by now brings no withdrawn suspicion back."""
        case = self._run()
        NappingCommon.naps = {}
        self._run()
        self.check.mode = "notify"
        self.setUp()
        self._run()
        self.assertEqual((self._findings().state, case.state), ("open", "dismissed"))
        self.check.write({"mode": "suspect", "enforced_from": "2025-03-01"})
        self.assertEqual(self._run(), case)

    def test_day_before_where_the_employee_lives(self):
        """R046: a fact of the office's day does not break the check while it is still yesterday for the employee."""
        self.rep.tz = "America/New_York"
        with freeze_time("2025-03-04 02:00:00"):
            self.assertEqual(self._run().employee_id, self.rep)

    def test_off(self):
        """R046: nothing is looked at while the check, or its room, is off."""
        self.check.mode = "off"
        self._run()
        self.check.mode = "suspect"
        self.company.sales_office_room_ids -= self.check.room_id
        self._run()
        self.assertFalse(self._findings())

    def test_off_until_switched_on(self):
        """R046: a new check is off, in every company."""
        check = self.check.copy({"code": "napping_too"})
        for company in self.company | self.company_valley:
            self.assertEqual(check.with_company(company).mode, "off")

    def test_modes_are_per_company(self):
        """R046 R135: one company's switch does not move another's, and nobody is found there."""
        self.naps[self.rep_valley, TUESDAY] = "Asleep in the valley."
        both = self.check.with_context(allowed_company_ids=(self.company | self.company_valley).ids)
        self.assertEqual(both.run(TUESDAY, TUESDAY).employee_id, self.rep)
        self.assertEqual(self.check.with_company(self.company_valley).mode, "off")

    def test_not_before_switched_on(self):
        """R046: nothing is found about days before the check was switched on or became stricter."""
        self.check.mode = "off"
        self.check.mode = "suspect"
        self.assertEqual(self.check.enforced_from, date(2025, 3, 5))
        self.assertFalse(self._run())

    def test_switched_on_again(self):
        """R046: what was suspected before a check was switched on again follows the facts; nothing new is found."""
        case = self._run()
        self.check.mode = "off"
        self.check.mode = "suspect"
        self.naps[self.colleague, TUESDAY] = "Asleep too."
        self.assertEqual(self._run(), case)
        self.naps.clear()
        self._run()
        self.assertTrue(case.is_withdrawn)

    def test_stricter_by_now(self):
        """R046: what was found while a check only notified becomes no case when it is made stricter."""
        self.check.mode = "notify"
        self._run()
        self.check.mode = "suspect"
        self.assertFalse(self._run())
        self.assertEqual(self._findings().state, "open")
        self.naps.clear()
        self._run()
        self.assertEqual(self._findings().state, "withdrawn")

    def test_left_the_office(self):
        """R046: who works elsewhere by now is looked at for their days in the office, and for no other."""
        case = self._run()
        kitchen = self._create_department("Kitchen")
        self.rep.create_version({"date_version": "2025-03-05", "department_id": kitchen.id})
        self.naps[self.rep, date(2025, 3, 5)] = "Asleep in the kitchen."
        self.assertEqual(self.check.run(TUESDAY, date(2025, 3, 5)), case)
        self.naps.clear()
        self._run()
        self.assertTrue(case.is_withdrawn)

    def test_employees_that_are_none(self):
        """R046: what is no list of employees is refused with a sentence."""
        for employees in (-5, "Rob", [[1]], {"a": 1}):
            with self.subTest(employees), self.assertRaisesRegex(UserError, "“employees” has to be"):
                self._run(employees=employees)

    def test_source(self):
        """R046: the facts behind a finding are one click away; without a record it says so."""
        self._run()
        finding = self._findings()
        with self.assertRaisesRegex(UserError, "not come from another record"):
            finding.action_open_source()
        finding.write({"res_model": self.rep._name, "res_id": self.rep.id})
        action = self.as_(self.rep, finding).action_open_source()
        self.assertEqual((action["res_model"], action["res_id"]), ("hr.employee", self.rep.id))

    def test_only_the_employees_asked_for(self):
        """R046: a run about some employees leaves the others alone."""
        self.naps[self.colleague, TUESDAY] = "Asleep too."
        self.assertEqual(self._run(employees=self.colleague).employee_id, self.colleague)
        self.naps.clear()
        self._run(employees=self.colleague.ids)
        self.assertEqual(self._findings().filtered(lambda f: f.state == "withdrawn").employee_id, self.colleague)

    def test_who_left(self):
        """R046: somebody who left is looked at for the days they were there."""
        self.rep.active = False
        self.assertEqual(self._run().employee_id, self.rep)

    def test_outside_the_office(self):
        """R046: a check knows members of a sales office only."""
        self.naps[self.outsider, TUESDAY] = "Asleep."
        self.assertEqual(self._run().employee_id, self.rep)

    def test_reason_in_the_reader_s_language(self):
        """R046: the facts are told in the language of whom they are about."""
        self.rep.user_id.lang = "zh_CN"
        seen = []

        def detect(check, employees, date_from, date_to):
            seen.extend((employee, check.env.lang) for employee in employees)
            return []

        with patch.object(type(self.check), "_detect_napping", detect):
            self._run()
        self.assertIn((self.rep, "zh_CN"), seen)
        self.assertIn((self.colleague, "en_US"), seen)

    def test_cron(self):
        """R046: the scheduled run looks back as many days as the check says."""
        cron = self.env.ref("sales_office_policy.ir_cron_run_checks")
        with self.enter_registry_test_mode():
            self.check.limit_days = 0
            cron.method_direct_trigger()
            self.assertFalse(self._findings())
            self.check.limit_days = 5
            cron.method_direct_trigger()
        self.assertTrue(self._findings())

    def test_cron_out_of_time(self):
        """R046: a run that is out of time is gone on with, so that the last check is reached as well."""
        names = []
        cron = self.env.ref("sales_office_policy.ir_cron_run_checks")
        self.check.copy({"code": "napping_too", "sequence": 99}).mode = "notify"
        with (
            self.enter_registry_test_mode(),
            patch("odoo.addons.base.models.ir_cron.MIN_TIME_PER_JOB", 0),
            patch.object(type(self.check), "_run_scheduled", lambda check: names.append(check.code)),
        ):
            cron.method_direct_trigger()
            self.assertEqual(names, ["napping", "napping_too"])
            cron.method_direct_trigger()
        self.assertEqual(names, ["napping", "napping_too"] * 2)

    def test_cron_goes_on_after_trouble(self):
        """R046: a check that fails does not keep the others from running."""
        broken = self.check.copy({"code": "broken", "sequence": 1})
        broken.write({"mode": "suspect", "enforced_from": "2025-03-01"})
        with self.enter_registry_test_mode(), self.assertLogs("odoo.addons.sales_office_policy", "ERROR"):
            self.env.ref("sales_office_policy.ir_cron_run_checks").method_direct_trigger()
        self.assertTrue(self._findings())

    def test_who_may_run(self):
        """R046: checks are run by the director or the policy administrator, and changed by the latter."""
        for employee in (self.rep, self.leader, self.manager, self.clerk, self.finance):
            with self.subTest(login=employee.user_id.login), self.assertRaises(AccessError):
                self.as_(employee, self.check).run(TUESDAY, TUESDAY)
        self.assertTrue(self.as_(self.director, self.check).run("2025-03-04", "2025-03-04"))
        with self.assertRaises(AccessError):
            self.as_(self.director, self.check).mode = "off"

    def test_other_company_cannot_be_named(self):
        """R046 R135: a company the user does not work in cannot be named in the context."""
        check = self.as_(self.director, self.check).with_context(allowed_company_ids=self.company_valley.ids)
        with self.assertRaises(AccessError):
            check.run(TUESDAY, TUESDAY)

    def test_forged_defaults(self):
        """R046: values hidden in the context do not reach the case."""
        forged = self.as_(self.director, self.check).with_context(default_state="closed", default_fine_amount=999)
        case = forged.run(TUESDAY, TUESDAY)
        self.assertEqual(case.state, "suspected")
        self.assertFalse(case.sudo().fine_amount)

    def test_bad_period(self):
        """R046: a period that is none is refused with a sentence."""
        for period in (("2025-03-04", "2025-03-03"), ("soon", "later"), ("2020-01-01", "2025-01-01"), (False, False)):
            with (
                self.subTest(period=period),
                self.assertRaisesRegex(UserError, "The last day must not be before the first|“date_from” has to be"),
            ):
                self.check.run(*period)

    def test_bad_values(self):
        """R046: negative minutes or days, and more days than a run covers, are refused."""
        with self.assertRaisesRegex(ValidationError, "choose a mode, minutes"):
            self.check.grace_minutes = -1
        with self.assertRaisesRegex(ValidationError, "choose a mode, minutes"):
            self.check.limit_days = -1
        with self.assertRaisesRegex(ValidationError, "choose a mode, minutes"):
            self.check.limit_days = 366

    @mute_logger("odoo.sql_db")
    def test_found_once_in_the_database(self):
        """R046: the database itself refuses a second finding of the same."""
        self._run()
        finding = self._findings()
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            finding.copy()
            self.env.flush_all()

    def test_queries(self):
        """R046: one run asks the same number of queries for three as for six."""
        people = [self.rep, self.colleague, self.rep_south, self.leader, self.manager, self.clerk]
        self._run()

        def count(day, employees):
            self.naps.clear()
            self.naps.update({(employee, day): "Asleep." for employee in employees})
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.check.run(day, day)
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        count(date(2025, 3, 1), people)
        self.assertEqual(count(date(2025, 3, 2), people[:3]), count(date(2025, 3, 3), people))
