from odoo import fields
from odoo.tools.date_utils import get_month

from ...browser import BrowserCase
from ..common import CommissionCommon


class TestPlanTour(CommissionCommon, BrowserCase):
    browser_size = "1920x1080"  # wide enough for the menus of all rooms

    def test_from_settings_to_the_first_statement(self):
        """R133: the administrator builds a tiered plan from Settings, a director approves it.
        12,000 invoiced: 8,000 x 5 % + 4,000 x 8 % = 720."""
        self.tour("sales_office_administrator_builds_a_plan", self.policy_admin)
        plan = self.env["sales.office.commission.plan"].search([("name", "=", "Room Sales Commission")])
        self.assertEqual((plan.state, plan.member_ids.employee_id), ("draft", self.rep))
        self.tour("sales_office_director_approves_a_plan", self.director)
        self.assertEqual(plan.approved_by_id, self.director.user_id)
        today = fields.Date.context_today(self.env.user)
        self.invoice(self.rep, today, 12000)
        line = self.settle(get_month(today), self.rep, plan).line_ids
        self.assertEqual(line.explanation, "8,000.00 × 5 % + 4,000.00 × 8 % = 720.00")
        self.assertEqual(line.statement_id.net, 720)
