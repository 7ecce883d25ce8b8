"""What only a browser can show: scans without the mouse."""

from contextlib import contextmanager
from unittest.mock import patch

from odoo.addons.sales_office_policy.models.custody.desk import desk

from ...browser import BrowserCase
from ..common import CustodyCommon


class TestDeskTour(CustodyCommon, BrowserCase):
    def _register(self, reference, place="Cabinet"):
        return self._create_document(
            f"Paper {reference}", self.north, "contract", reference=reference, home_location=place
        )

    def test_clerk_scans_at_the_desk(self):
        """R015 R017: badge, label, label, and one comes back; a slip of the hand changes nothing."""
        self.rep.barcode = "BADGEROB"
        document, other = self._register("DOC-TOUR"), self._register("DOC-OTHER")
        with self._slips_told_once():
            self.tour("sales_office_clerk_scans_at_the_desk", self.clerk)
        self.assertEqual((document.state, other.state), ("available", "on_loan"))
        self.assertEqual((document.loan_ids.employee_id, other.holder_id), (self.rep, self.rep))
        self.assertEqual(document.loan_ids.taken_back_by_id, self.clerk.user_id)

    @contextmanager
    def _slips_told_once(self):
        """Let no time pass until a slip is told, and enough after that, however slow the machine is."""
        told = []
        get_slip = desk.SalesOfficeDocumentDesk._get_slip

        def tell_once(self, document):
            with patch.object(desk, "SLIP", 0 if told else 3600):
                text = get_slip(self, document)
            if text:
                told.append(text)
            return text

        with patch.object(desk.SalesOfficeDocumentDesk, "_get_slip", tell_once):
            yield

    def test_clerk_takes_stock(self):
        """R016: the clerk counts a cabinet by scanning and settles what differs."""
        here, gone = self._register("DOC-HERE", "Tour cabinet"), self._register("DOC-GONE", "Tour cabinet")
        astray = self._register("DOC-ASTRAY", "Other cabinet")
        self.tour("sales_office_clerk_takes_stock", self.clerk)
        stocktake = self.env["sales.office.document.stocktake"].search([("location", "=", "Tour cabinet")])
        self.assertEqual(stocktake.state, "closed")
        self.assertEqual((here.state, gone.state), ("available", "missing"))
        self.assertEqual(astray.home_location, "Other cabinet")
