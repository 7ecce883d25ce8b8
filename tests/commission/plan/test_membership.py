"""People who come, go, are entered late or are given another user: nobody is paid twice, nobody is forgotten."""

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.fields import Command

from ..books import BooksCommon
from ..common import APRIL, MARCH, MAY


@freeze_time("2026-05-04 02:00:00")
class TestMembership(BooksCommon):
    def _member(self, plan, employee):
        return plan.member_ids.filtered(lambda member: member.employee_id == employee)

    def _leave(self, employee):
        """End them in the plans of the office by the end of February."""
        for plan in self.plan | self.special:
            self._member(plan, employee).date_to = "2026-02-28"

    def _bonus(self, employee, day, amount):
        """Return an approved bonus."""
        reward_type = self.env["sales.office.reward.type"].search([("kind", "=", "bonus")], limit=1)
        values = {"type_id": reward_type.id, "date": day, "amount": amount, "reason": "Well done"}
        return self.env["sales.office.reward"].create({"employee_id": employee.id, "state": "approved", **values})

    def _version(self, plan, day, **values):
        """Return the next version of ``plan``, still a draft, that begins on ``day``."""
        version = plan.browse(plan.action_new_version()["res_id"])
        version.write({"date_from": day, **values})
        return version

    def test_no_member_no_floor(self):
        """R133: March paid Rob at least 100. He was entered for it by mistake: April takes 100 back and pays 100."""
        plan = self._plan_with_rule(self.rep | self.colleague, floor_amount=100)
        self.lock(self.settle(MARCH, self.rep, plan))
        self._member(plan, self.rep).date_from = "2026-04-01"
        april = self.settle(APRIL, self.rep, plan)
        self.assertEqual(self.figures(april), [("commission", 0, 100), ("correction", 0, -100)])
        self.assertEqual(april.line_ids[1].explanation.count("100.00"), 2)

    def test_no_member_no_guarantee(self):
        """R133: March guaranteed Rob 2,000 though he began in April: 2,000 - 2,000 = 0."""
        plan = self._plan_with_rule(self.rep | self.colleague, draw_amount=2000)
        self.lock(self.settle(MARCH, self.rep, plan))
        self._member(plan, self.rep).date_from = "2026-04-01"
        april = self.settle(APRIL, self.rep, plan)
        self.assertEqual([amount for _kind, _base, amount in self.figures(april)], [0, -2000, 2000])

    def test_entered_late(self):
        """R134: Ray is entered in May as a member since March, which is locked: his 1,000 x 5 % = 50 come with April,
        and computing March again afterwards pays nothing more."""
        self.invoice(self.rep_south, "2026-03-10", 1000)
        for statement in self.settle(MARCH):
            self.lock(statement)
        line = {"employee_id": self.rep_south.id, "date_from": "2026-03-01"}
        self.as_(self.director, self.plan).member_ids = [Command.create(line)]
        april = self.settle(APRIL, self.rep_south)
        self.assertEqual(self.figures(april), [("commission", 0, 0), ("correction", 1000, 50)])
        self.assertEqual(self.settle(MARCH, self.rep_south).net, 0)
        self.assertEqual(self.settle(APRIL, self.rep_south).net, 0, "March's own draft has it now")
        self.assertEqual(self.settle(MARCH, self.rep_south).net, 50)

    def test_nobody_is_entered_late_for_what_nobody_was_paid(self):
        """R134: a plan since January that is settled from March on for the first time pays no January."""
        self.invoice(self.rep, "2026-01-10", 1000)
        self.assertEqual(self.settle(MARCH, self.rep).net, 0)

    def test_left_out_of_the_next_version(self):
        """R059 R134: Rob was in version 1 without an end and is not in version 2: his bonus of 70 is still paid."""
        self._leave(self.rep)
        plan = self._plan_with_rule(self.rep | self.colleague)
        version = self._version(plan, "2026-04-01")
        self._member(version, self.rep).unlink()
        self.as_(self.director, version).action_approve()
        self._bonus(self.rep, "2026-04-10", 70)
        self.assertEqual(self.settle(APRIL, self.rep, version).net, 70)
        self.assertFalse(self.settle(APRIL, self.rep, plan), "once")

    def test_plan_closed(self):
        """R059 R134: the plan ends in March and nothing follows it: their bonus of April is still paid."""
        self._leave(self.rep)
        plan = self._plan_with_rule(self.rep | self.colleague, date_to="2026-03-31")
        self._bonus(self.rep, "2026-04-10", 70)
        self.assertEqual(self.settle(APRIL, self.rep, plan).net, 70)

    def test_draft_pays_nobody(self):
        """R059 R134: that Rob is in a draft of another plan does not keep his bonus back."""
        self._leave(self.rep)
        self._create_plan("Perhaps", self.rep)
        self._bonus(self.rep, "2026-04-10", 70)
        self.assertEqual(self.settle(APRIL, self.rep).net, 70)

    def test_paid_by_another_company_now(self):
        """R059 R134: Rob works for Valley Hotel and is in its plan now: Harbour Hotel still owes him 70 of February."""
        self._leave(self.rep)
        self._bonus(self.rep, "2026-02-10", 70)
        self.rep.user_id.company_ids |= self.company_valley
        self.rep.write({"company_id": self.company_valley.id, "department_id": self.sales_valley.id})
        self._create_plan("Valley", self.rep, date_from="2026-03-01").action_approve()
        self.assertEqual(self.settle(APRIL, self.rep).net, 70)

    def test_another_user(self):
        """R133: Rob gets another user on the 4th of May: March stays his, so do 500 of the old user before that day
        and 300 of the new one after it: 25 + 15 = 40; what the old one sells after it is nobody's."""
        self.invoice(self.rep, "2026-03-10", 1000)
        self.lock(self.settle(MARCH, self.rep))
        self.invoice(self.rep, "2026-05-03", 500)
        old = self.rep.user_id
        self.rep.user_id = old.copy({"login": "rob2", "name": "Rob"})
        self.invoice(self.rep, "2026-05-05", 300)
        self.invoice(self.rep, "2026-05-06", 7000, invoice_user_id=old.id)
        self.assertEqual(self.figures(self.settle(APRIL, self.rep)), [("commission", 0, 0)])
        self.assertEqual(self.figures(self.settle(MAY, self.rep)), [("commission", 800, 40)])

    def test_another_user_for_the_leader(self):
        """R133: whoever leads Rob has what both his users sold, each in its time: 1,000 + 300, 10 % = 130."""
        plan = self._plan_with_rule(self.leader | self.rep, rate=10, credit_to="leader")
        self.invoice(self.rep, "2026-03-10", 1000)
        old = self.rep.user_id
        self.rep.user_id = old.copy({"login": "rob2", "name": "Rob"})
        self.invoice(self.rep, "2026-05-05", 300)
        self.invoice(self.rep, "2026-05-06", 7000, invoice_user_id=old.id)
        self.assertEqual(self.settle(MARCH, self.leader, plan).net, 100)
        self.assertEqual(self.settle(MAY, self.leader, plan).net, 30)

    def test_user_handed_on(self):
        """R133: Rob has left without an end in the plan and his user is Zoe's now: from that day on only she earns."""
        user = self.rep.user_id
        self.rep.write({"active": False, "user_id": False})
        zoe = self.env["hr.employee"].create({"name": "Zoe", "company_id": self.company.id, "user_id": user.id})
        line = {"employee_id": zoe.id, "date_from": "2026-05-04"}
        self.as_(self.director, self.plan).member_ids = [Command.create(line)]
        self.invoice(zoe, "2026-05-03", 500)
        self.invoice(zoe, "2026-05-05", 300)
        nets = {statement.employee_id: statement.net for statement in self.settle(MAY)}
        self.assertEqual((nets[self.rep], nets[zoe]), (25, 15))

    def test_version_within_a_period(self):
        """R133: what is paid for a month as a whole cannot be paid by two versions of the plan in one month."""
        flat = self._version(self._plan_with_rule(self.rep), "2026-04-16")
        self.as_(self.director, flat).action_approve()
        for values in ({"draw_amount": 2000}, {"cap_amount": 100}, {"floor_amount": 100}, {"rate_type": "fixed"}):
            version = self._version(self._plan_with_rule(self.rep, **values), "2026-04-16")
            with self.subTest(values=values), self.assertRaisesRegex(UserError, "Tiers, limits and fixed amounts"):
                self.as_(self.director, version).action_approve()
            version.date_from = "2026-05-01"
            self.as_(self.director, version).action_approve()

    def test_version_begins_with_a_period(self):
        """R133: made on the 4th of May, the next version of a quarterly plan begins on the 1st of July."""
        plan = self._plan_with_rule(self.rep, period_type="quarter")
        version = plan.browse(plan.action_new_version()["res_id"])
        self.assertEqual(str(version.date_from), "2026-07-01")
