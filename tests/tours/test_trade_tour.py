"""A price from the request to the customer's signature, a contract from the quotation to its filing."""

from ..browser import BrowserCase
from ..order.common import PriceCommon


class TestPriceTour(PriceCommon, BrowserCase):
    def setUp(self):
        super().setUp()
        self.customer.email = "maple@example.com"
        self.order = self.quote((self.night, 10, 15), require_signature=True, require_payment=False)

    def open_quotation(self, tour):
        self.tour(tour, self.rep, url=f"/odoo/action-sale.action_quotations/{self.order.id}")

    def open_portal(self, tour):
        self.env.flush_all()
        self.start_tour(self.order.get_portal_url(), tour, login=None, timeout=900)
        self.env.invalidate_all()

    def test_asked_approved_and_sent(self):
        """R053: a rep asks for a discount, their manager approves on the telephone with one click, the rep sends."""
        self.open_quotation("sales_office_rep_asks_for_a_price")
        approval = self.order.sales_office_price_approval_ids
        self.assertEqual((approval.state, approval.superior_id), ("requested", self.manager))
        size, self.browser_size, self.touch_enabled = self.browser_size, "390x844", True
        self.tour("sales_office_manager_approves_on_a_phone", self.manager)
        self.browser_size, self.touch_enabled = size, False
        self.assertEqual((approval.state, approval.decided_by_id), ("approved", self.manager.user_id))
        self.open_quotation("sales_office_rep_sends_what_was_approved")
        self.assertEqual(self.order.state, "sent")

    def test_signed_online(self):
        """R053: by the link they have, the customer cannot sign before the approval, and then they do."""
        self.order._portal_ensure_token()
        self.open_portal("sales_office_customer_waits")
        self.as_(self.manager, self.ask(self.order)).action_approve()
        self.open_portal("sales_office_customer_signs")
        self.assertEqual((self.order.state, self.order.signed_by), ("sale", "Wang Fang"))
        self.assertEqual(self.order.sales_office_price_given, "approved")


class TestContractTour(PriceCommon, BrowserCase):
    browser_size = "1920x1080"

    def test_from_quotation_to_filing(self):
        """R077 R115 R117: made of a quotation, completed, signed by mandate, filed by one scan, received by finance."""
        mandate = self.as_(self.director, self.env["sales.office.mandate"]).create(
            {"employee_id": self.manager.id, "max_amount": 50000}
        )
        mandate.action_grant()
        order = self.quote((self.night, 10, 0))
        self.tour("sales_office_rep_makes_a_contract", self.rep, url=f"/odoo/action-sale.action_quotations/{order.id}")
        contract = order.sales_office_contract_id
        self.assertEqual(
            (contract.state, contract.signatory_id, contract.mandate_id), ("signed", self.manager, mandate)
        )
        contract.number = "CT-TOUR"
        self.tour("sales_office_clerk_files_a_contract", self.clerk)
        self.assertEqual((contract.state, contract.document_id.reference), ("filed", "CT-TOUR"))
        self.tour("sales_office_finance_receives_a_contract", self.finance)
        self.assertEqual(contract.received_by_id, self.finance.user_id)
