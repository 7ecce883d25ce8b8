from odoo import fields
from odoo.fields import Command

from ..browser import BrowserCase
from ..commission.common import CommissionCommon
from .common import RoomOn


class OverviewTour(RoomOn, CommissionCommon, BrowserCase):
    """Rob sold 1,000 and Ray 500 this month; neither is paid yet."""

    def setUp(self):
        super().setUp()
        for employee, amount in ((self.rep, 1000), (self.rep_south, 500)):
            today = fields.Date.context_today(self.env.user)
            lines = [Command.create({"name": "Rooms", "price_unit": amount, "tax_ids": []})]
            self.invoice(employee, today, invoice_line_ids=lines, invoice_date_due=today, invoice_payment_term_id=False)

    def sold(self, employee):
        blocks = self.as_(employee, self.env["sales.office.overview"]).get_overview()["blocks"]
        return blocks[0]["rows"][0]["cells"]["sold"]["value"]


class TestOverviewTour(OverviewTour):
    browser_size = "1920x1080"  # wide enough for the whole bar

    def test_director(self):
        """R137: a director sees the company in one click, opens figures and comes back to where they were."""
        self.tour("sales_office_director_sees_the_company", self.director)
        self.assertEqual(self.sold(self.director), 1500)


class TestOverviewOnAPhone(OverviewTour):
    browser_size = "390x844"
    touch_enabled = True

    def test_manager(self):
        """R137: a manager looks at it on a phone, where lists are cards."""
        self.tour("sales_office_manager_sees_the_company", self.manager, action="sales_office_overview_action")
        self.assertEqual(self.sold(self.manager), 1500)
