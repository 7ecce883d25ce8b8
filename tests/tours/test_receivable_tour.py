from datetime import timedelta

from odoo import fields

from ..browser import BrowserCase
from ..order.receivable.common import ReceivableCommon


class TestReceivableTour(ReceivableCommon, BrowserCase):
    """Rob collects what two customers owe since last month."""

    def test_rep_collects(self):
        """R119: they record a promise, remind by e-mail, and pass on what a customer objects to."""
        (self.old | self.part_paid | self.not_due).invoice_user_id = self.rep_south.user_id
        oak = self.customer.create({"name": "Oak Trading", "is_company": True, "email": "pay@oak.example.com"})
        day = fields.Date.today() - timedelta(days=40)
        promised, disputed = (self.owe(self.rep, day, 800, customer=customer) for customer in (self.customer, oak))
        self.tour("sales_office_rep_collects", self.rep)
        item = self.item(promised)
        self.assertEqual((item.status, str(item.promised_on)), ("promised", "2099-12-31"))
        item = self.item(disputed)
        self.assertEqual((item.status, item.owner_id), ("disputed", self.leader.user_id))
        self.assertTrue(item.reminded_at)

    def test_chart_of_ages(self):
        """R119: the chart of ages stacks what a rep collects, and for a leader what each of their team does."""
        (self.old | self.part_paid | self.not_due).invoice_user_id = self.rep_south.user_id
        today = fields.Date.today()
        owed = ((self.rep, 40, 800), (self.rep, 50, 500), (self.rep, 10, 300), (self.colleague, 40, 200))
        invoices = [self.owe(employee, today - timedelta(days=age), amount) for employee, age, amount in owed]
        for tour, employee in (("rep", self.rep), ("leader", self.leader)):
            self.tour(f"sales_office_{tour}_sees_ages", employee, action="sales_office_receivable_action")
        self.assertEqual(self.seen(self.leader, [("days_overdue", ">", 0)]), set(invoices))
