"""A guarantee for part of a period: in proportion to the days in the plan, or in full where the plan says so."""

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import Form

from ..common import APRIL, MARCH, CommissionCommon


@freeze_time("2026-05-04 02:00:00")
class TestGuarantee(CommissionCommon):
    def _plan(self, date_from, date_to=False, **values):
        """Return a plan of 10 % with 1,000 guaranteed, in which Rob is between the days and Ann all the time."""
        plan = self._create_plan("Guaranteed", self.rep | self.colleague, rate=10, draw_amount=1000, **values)
        member = plan.member_ids.filtered(lambda m: m.employee_id == self.rep)
        member.write({"date_from": date_from, "date_to": date_to})
        plan.with_user(self.director.user_id).action_approve()
        return plan

    def _nets(self, month, plan):
        return {statement.employee_id: statement.net for statement in self.settle(month, plan=plan)}

    def test_joined(self):
        """R133: Rob joins on 17 March: 15 of 31 days of 1,000 are 483.87; Ann has 1,000. April is whole again."""
        plan = self._plan("2026-03-17")
        self.assertEqual(self._nets(MARCH, plan), {self.rep: 483.87, self.colleague: 1000})
        self.assertEqual(self._nets(APRIL, plan), {self.rep: 1000, self.colleague: 1000})

    def test_explained(self):
        """R133: 200 earned on top: 15 of 31 days of 1,000 are 483.87, so 283.87 are added, and the line says why."""
        plan = self._plan("2026-03-17")
        self.invoice(self.rep, "2026-03-20", 2000)
        line = self.settle(MARCH, self.rep, plan).line_ids[1]
        self.assertEqual(line.amount, 283.87)
        self.assertEqual(line.explanation, "At least 483.87 (15 of 31 days of 1,000.00), of 200.00 earned: 283.87")

    def test_left_and_came_back(self):
        """R133: in the plan until 10 March and from 22 March on: 10 + 10 of 31 days of 1,000 are 645.16."""
        plan = self._plan("2026-01-01", "2026-03-10")
        self.as_(self.director, plan).member_ids = [
            Command.create({"employee_id": self.rep.id, "date_from": "2026-03-22"})
        ]
        self.assertEqual(self._nets(MARCH, plan)[self.rep], 645.16)

    def test_full(self):
        """R133: where the plan says full, who joins on 17 March has all 1,000."""
        plan = self._plan("2026-03-17", guarantee_days="full")
        self.assertEqual(self._nets(MARCH, plan)[self.rep], 1000)

    def test_draw(self):
        """R133: an advance is in proportion as well: 15 of 31 days of 1,000, of which 200 were earned: 283.87."""
        plan = self._plan("2026-03-17", draw_recoverable=True)
        self.invoice(self.rep, "2026-03-20", 2000)
        march = self.settle(MARCH, self.rep, plan)
        self.assertEqual(march.line_ids.mapped("amount"), [200, 283.87])
        self.assertEqual(
            march.line_ids[1].explanation,
            "483.87 (15 of 31 days of 1,000.00) guaranteed, 200.00 earned: 283.87 advanced",
        )

    def test_dates_corrected_after_the_lock(self):
        """R133 R134: March guaranteed all of it, 1,000; Rob's first day turns out to be the 17th: April takes
        1,000 - 483.87 = 516.13 back."""
        plan = self._plan("2026-03-01")
        self.lock(self.settle(MARCH, self.rep, plan))
        plan.member_ids.filtered(lambda m: m.employee_id == self.rep).date_from = "2026-03-17"
        self.assertEqual(self._nets(APRIL, plan)[self.rep], 1000 - 516.13)

    def test_estimate(self):
        """R133: what a plan would have paid counts the days as the statement does: 483.87."""
        plan = self._plan("2026-03-17")
        self.assertEqual(float(plan._simulate(*MARCH)[self.rep].amount), 483.87)

    def test_shown_where_entered(self):
        """R133: the line in which Rob is entered says what he is guaranteed, before anything is saved."""
        plan = self._create_plan("Guaranteed", self.colleague, draw_amount=1000)
        with Form(self.as_(self.director, plan)) as form:
            with form.member_ids.new() as line:
                line.employee_id = self.rep
                line.date_from = "2026-03-17"
                self.assertEqual(line.guarantee, "March 2026: 483.87 (15 of 31 days)\nThen 1,000.00")
                line.date_to = "2026-04-15"
                self.assertEqual(
                    line.guarantee, "March 2026: 483.87 (15 of 31 days)\nApril 2026: 500.00 (15 of 30 days)"
                )
            form.guarantee_days = "full"
            with form.member_ids.edit(1) as line:
                self.assertEqual(line.guarantee, "1,000.00")
            form.draw_amount = 0
            with form.member_ids.edit(1) as line:
                self.assertFalse(line.guarantee)
