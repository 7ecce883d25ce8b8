"""What only a browser can show: scans without the mouse."""

from odoo.tests import HttpCase

from .common import CustodyCommon


class TestDeskTour(CustodyCommon, HttpCase):
    def _register(self, reference, place="Cabinet"):
        return self._create_document(
            f"Paper {reference}", self.north, "contract", reference=reference, home_location=place
        )

    def _tour(self, name):
        self.env.flush_all()
        self.start_tour(
            "/odoo/action-sales_office_policy.sales_office_today_action", name, login=self.clerk.user_id.login
        )

    def test_clerk_scans_at_the_desk(self):
        """R015 R017: badge, label, label, and one comes back; a slip of the hand changes nothing."""
        self.rep.barcode = "BADGEROB"
        document, other = self._register("DOC-TOUR"), self._register("DOC-OTHER")
        self._tour("sales_office_clerk_scans_at_the_desk")
        self.assertEqual((document.state, other.state), ("available", "on_loan"))
        self.assertEqual((document.loan_ids.employee_id, other.holder_id), (self.rep, self.rep))
        self.assertEqual(document.loan_ids.taken_back_by_id, self.clerk.user_id)

    def test_clerk_takes_stock(self):
        """R016: the clerk counts a cabinet by scanning and settles what differs."""
        here, gone = self._register("DOC-HERE", "Tour cabinet"), self._register("DOC-GONE", "Tour cabinet")
        astray = self._register("DOC-ASTRAY", "Other cabinet")
        self._tour("sales_office_clerk_takes_stock")
        stocktake = self.env["sales.office.document.stocktake"].search([("location", "=", "Tour cabinet")])
        self.assertEqual(stocktake.state, "closed")
        self.assertEqual((here.state, gone.state), ("available", "missing"))
        self.assertEqual(astray.home_location, "Other cabinet")

    def test_unit_tests(self):
        """R015: the unit tests of the desk's screen pass in the browser."""
        code = 0
        for character in "@sales_office_policy/desk":  # Hoot's name of a suite in an address
            code = (code << 5) - code + ord(character) & 0xFFFFFFFF
        self.browser_js(
            f"/web/tests?headless&loglevel=2&preset=desktop&timeout=15000&id={code:08x}",
            "",
            "",
            login="admin",
            timeout=180,
            success_signal="[HOOT] Test suite succeeded",
        )
