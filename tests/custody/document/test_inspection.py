from freezegun import freeze_time

from odoo.exceptions import AccessError

from ...workday.inspection.test_inspection import MONDAY, InspectionCommon
from ..common import CustodyCommon


@freeze_time("2025-03-03 06:00:00")
class TestInspectionDocument(CustodyCommon, InspectionCommon):
    """Papers found lying about on Rob's desk."""

    def _type(self, code):
        return self.env.ref(f"sales_office_policy.violation_type_{code}")

    def test_class_says_how_serious(self):
        """R018 R022: a confidential or secret paper weighs more than another."""
        inspection = self.order()
        expected = [
            (self.poster, "document_left"),
            (self.book, "document_left"),
            (self.contract, "document_left_secret"),
            (self.seal, "document_left_secret"),
        ]
        for document, code in expected:
            with self.subTest(document.name):
                line = self.mark(inspection, self.rep, self.item_document, document_id=document.id)
                self.assertEqual(line.violation_type_id, self._type(code))

    def test_suspicion(self):
        """R018: the suspicion names the document, as it was classed when it was found."""
        inspection = self.order()
        self.mark(inspection, self.rep, self.item_document, document_id=self.contract.id)
        self.end(inspection)
        self.env.flush_all()
        self.contract.confidentiality = "public"
        check = self.env.ref("sales_office_policy.check_inspection_finding")
        check.write({"mode": "suspect", "enforced_from": "2025-03-01"})
        case = check.run(MONDAY, MONDAY)
        self.assertEqual((case.employee_id, case.type_id), (self.rep, self._type("document_left_secret")))
        self.assertIn("Framework contract", case.description)

    def test_only_what_the_inspector_knows_of(self):
        """R018 R022: an inspector picks papers they may see; another's number tells them nothing."""
        inspection = self.order(inspector=self.relations)
        line = self.line(inspection, self.rep, self.item_document)
        self.mark(inspection, self.rep, self.item_document, document_id=self.book.id)
        with self.assertRaises(AccessError):
            self.as_(self.relations, line).document_id = self.seal
        self.assertEqual(line.document_id, self.book)

    def test_in_order_after_all(self):
        """R018: taken for in order again, the document goes as well."""
        inspection = self.order()
        line = self.mark(inspection, self.rep, self.item_document, document_id=self.book.id)
        self.as_(self.clerk, line).action_in_order()
        self.assertFalse(line.document_id)
        self.assertEqual(line.violation_type_id, self._type("document_left"))
