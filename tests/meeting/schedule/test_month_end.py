from datetime import date
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError

from odoo.addons.sales_office_policy.models.meeting.day_text import format_day

from ..line.lines import LinesCommon

END_OF_MARCH = "2025-03-31 08:00:00"


@freeze_time(END_OF_MARCH)
class TestMonthEnd(LinesCommon):
    """The month-end meeting of Retail (Lea, Rob, Ann, Leo, Ray) or North on Monday 31 March 2025."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rooms = cls.env["product.product"].create({"name": "Rooms", "type": "service", "taxes_id": False})

    def meet(self, department=None, start=END_OF_MARCH, **values):
        values = {"kind": "monthly", "start": start, "stop": start.replace("00:00", "59:00"), **values}
        return self._create_meeting(department or self.retail, **values)

    def sell(self, employee, amount, day="2025-03-10 04:00:00"):
        order = self.env["sale.order"].create(
            {
                "partner_id": self.env["res.partner"].create({"name": "Guest"}).id,
                "user_id": employee.user_id.id,
                "company_id": self.company.id,
                "order_line": [(0, 0, {"product_id": self.rooms.id, "price_unit": amount, "tax_ids": False})],
            }
        )
        order.action_confirm()
        order.date_order = day

    def convict(self, employee, state="closed"):
        self.env["sales.office.violation"].create(
            {
                "employee_id": employee.id,
                "type_id": self.env.ref("sales_office_policy.violation_type_late_arrival").id,
                "date": "2025-03-10",
                "description": "Late",
                "state": state,
            }
        )

    def test_which_month(self):
        """R009: at the end of a month it is about that month, in the first week about the one before."""
        for start, month in (
            ("2025-03-31 08:00:00", date(2025, 3, 1)),
            ("2025-04-07 08:00:00", date(2025, 3, 1)),
            ("2025-04-08 08:00:00", date(2025, 4, 1)),
            ("2024-12-31 16:00:00", date(2024, 12, 1)),
        ):
            with self.subTest(start):
                self.assertEqual(self.meet(start=start).month, month)
        self.assertFalse(self.meeting.month, "A morning meeting sums up nothing")

    def test_month_in_the_readers_words(self):
        """R009: the month is written as the reader's language writes it, and the day on the roll call too."""
        meeting = self.meet()
        for lang, month, day in (("en_US", "March 2025", "Mon, Mar 31"), ("zh_CN", "2025年3月", "3月31日周一")):
            with self.subTest(lang):
                told = meeting.with_context(lang=lang)
                self.assertEqual(told.month_name, month)
                self.assertEqual(format_day(told.env, told.date, "MMMEd"), day)

    def test_figures_of_the_department(self):
        """R009: the figures are those of the department and all below, of that month."""
        self.sell(self.rep, 1000)
        self.sell(self.rep_south, 500)
        self.sell(self.director, 9000)
        self.sell(self.rep, 70, "2025-02-27 04:00:00")
        meeting = self.meet()
        self.as_(self.manager, meeting).action_refresh_figures()
        self.assertEqual((meeting.orders, meeting.orders_amount, meeting.new_customers), (2, 1500, 0))
        self.assertEqual(meeting.figures_people, 5)
        self.assertEqual(meeting._format_figure("orders"), "2", "orders are printed as a number of them")
        self.assertEqual(self.as_(self.rep, meeting).orders_amount, 1500, "Participants see the sum")

    def test_frozen_when_closed(self):
        """R009: read when it is opened and by the button, then kept."""
        meeting = self.meet()
        self.sell(self.rep, 1000)
        self.as_(self.manager, meeting).action_open()
        self.assertEqual(meeting.orders_amount, 1000)
        self.sell(self.rep, 500)
        self.as_(self.manager, meeting).action_refresh_figures()
        self.assertEqual(meeting.orders_amount, 1500)
        self.as_(self.manager, meeting).action_close()
        self.sell(self.rep, 500)
        with self.assertRaisesRegex(UserError, "locked"):
            self.as_(self.manager, meeting).action_refresh_figures()
        self.assertEqual(meeting.orders_amount, 1500)

    def test_by_the_chair_and_not_by_hand(self):
        """R009: figures come from the books; neither participants nor the clerk read them anew, nobody writes them."""
        meeting = self.meet()
        for employee in (self.rep, self.clerk, self.finance, self.director_valley):
            with self.subTest(employee.name), self.assertRaises(AccessError):
                self.as_(employee, meeting).action_refresh_figures()
        for name in ("orders_amount", "violations", "figures_people", "month", "closed_at"):
            with self.subTest(name), self.assertRaises(AccessError):
                self.as_(self.manager, meeting).write({name: False})
        with self.assertRaisesRegex(UserError, "month-end"):
            self.as_(self.leader, self.meeting).action_refresh_figures()

    def test_final_violations_as_a_sum(self):
        """R009 R056: violations count once they are final, and only as a sum of the department."""
        self.convict(self.rep)
        self.convict(self.colleague)
        self.convict(self.rep_south, state="suspected")
        meeting = self.meet()
        self.as_(self.manager, meeting).action_refresh_figures()
        self.assertEqual(meeting.violations, 2)
        self.assertTrue(meeting.shows_conduct)

    def test_too_few_people_to_sum_up(self):
        """R009 R056: in a team of three the number of violations would name somebody, so there is none."""
        self.convict(self.rep)
        self.colleague.active = False
        meeting = self.meet(self.north)
        self.as_(self.leader, meeting).action_refresh_figures()
        self.assertEqual((meeting.violations, meeting.days_late, meeting.shows_conduct), (0, 0, False))

    def test_plan_for_the_next_month(self):
        """R009: the plan is actions with owner and day, by default the end of next month, carried until done."""
        meeting = self.meet(self.north)
        plan = self.report(self.leader, "Ten new corporate customers", meeting, kind="action", owner_id=self.rep.id)
        self.open(meeting)
        self.close(meeting)
        self.assertEqual((plan.owner_id, plan.deadline), (self.rep, date(2025, 4, 30)))
        self.assertEqual(plan.activity_id.user_id, self.rep.user_id)
        april = self.meet(self.north, start="2025-04-30 08:00:00")
        self.assertEqual(self.as_(self.rep, april).earlier_line_ids.sudo(), plan)

    def test_printed(self):
        """R009: the printed minutes show the figures."""
        self.sell(self.rep, 1000)
        meeting = self.meet()
        self.as_(self.manager, meeting).action_refresh_figures()
        report = self.as_(self.rep, self.env["ir.actions.report"])
        html = report._render_qweb_html("sales_office_policy.report_meeting_minutes", meeting.ids)[0].decode()
        self.assertIn("1,000.00", html)
        self.assertIn("March 2025", html)

    def test_one_reading_for_many_meetings(self):
        """R009: the figures of three departments are read at once."""
        meetings = self.meet() | self.meet(self.north) | self.meet(self.south)
        figures = type(self.env["sales.office.figures"])
        with patch.object(figures, "_get_figures", autospec=True, side_effect=figures._get_figures) as read:
            self.as_(self.manager, meetings).action_refresh_figures()
        self.assertEqual(read.call_count, 1)
