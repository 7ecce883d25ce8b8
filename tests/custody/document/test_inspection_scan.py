from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import Form

from ...workday.inspection.test_inspection import MONDAY, InspectionCommon
from ..common import CustodyCommon

DETAILS = "sales_office_policy.sales_office_inspection_line_view_form_details"


@freeze_time("2025-03-03 06:00:00")
class TestInspectionScan(CustodyCommon, InspectionCommon):
    """Cleo finds papers on Rob's desk and scans their labels."""

    def setUp(self):
        super().setUp()
        self.inspection = self.order()
        self.found = self.line(self.inspection, self.rep, self.item_document)
        self.as_(self.clerk, self.found).action_finding()

    def _scan(self, code):
        """Scan as the clerk does: into the dialog of what was found."""
        with Form(self.as_(self.clerk, self.found), DETAILS) as form:
            form.document_reference = code
            return form.document_id

    def _suspect(self):
        """Return what is suspected once the inspection is over."""
        self.end(self.inspection)
        check = self.env.ref("sales_office_policy.check_inspection_finding")
        check.write({"mode": "suspect", "enforced_from": "2025-03-01"})
        return check.run(MONDAY, MONDAY)

    def _type(self, code):
        return self.env.ref(f"sales_office_policy.violation_type_{code}")

    def test_paper_lies_about(self):
        """R016: a paper found by its label is a suspicion whose violation follows from the paper's class."""
        self.assertEqual(self._scan(self.book.reference), self.book)
        case = self._suspect()
        self.assertEqual((case.employee_id, case.type_id, case.date), (self.rep, self._type("document_left"), MONDAY))
        self.assertEqual(case.type_id.severity, "minor")
        self.assertIn("Telephone book", case.description)

    def test_contract_on_the_desk(self):
        """R019: a contract left on the desk counts as leaking business secrets, the severe type."""
        self._scan(f" {self.contract.reference} ")
        case = self._suspect()
        self.assertEqual((case.employee_id, case.type_id), (self.rep, self._type("document_left_secret")))
        self.assertEqual(case.type_id.severity, "serious")
        self.assertEqual(case.clause_id, self.env.ref("sales_office_policy.clause_desk_secret"))

    def test_secret_paper(self):
        """R019: so does a seal, which the clerk knows of."""
        self._scan(self.seal.reference)
        self.assertEqual(self._suspect().type_id, self._type("document_left_secret"))

    def test_taken_back(self):
        """R016 R019: a finding taken back withdraws the suspicion."""
        self._scan(self.contract.reference)
        case = self._suspect()
        self.as_(self.manager, self.found).action_withdraw("It was a copy")
        self.env.ref("sales_office_policy.check_inspection_finding").run(MONDAY, MONDAY)
        self.assertTrue(case.is_withdrawn)

    def test_unknown_code(self):
        """R016: a code that is none of ours says so, on the screen and over RPC."""
        with self.assertLogs("odoo.tests.form.onchange", "WARNING") as log:
            self.assertFalse(self._scan("4006381333931"))
        self.assertIn("4006381333931", log.output[0])
        with self.assertRaisesRegex(UserError, "is not the number of a paper of this office"):
            self.as_(self.clerk, self.found).document_reference = "4006381333931"
        self.assertFalse(self.found.document_id)

    def test_code_of_another_company(self):
        """R016: nor is a label of the neighbours ours."""
        foreign = self._create_document("Valley book", self.sales_valley, "record_book", reference="VALLEY-1")
        with self.assertRaisesRegex(UserError, "is not the number of a paper of this office"):
            self.as_(self.clerk, self.found).document_reference = foreign.reference

    def test_what_the_inspector_may_not_see(self):
        """R022: a number typed at random tells an inspector nothing of papers they may not see."""
        inspection = self.order(inspector=self.relations)
        line = self.line(inspection, self.rep, self.item_document)
        with self.assertRaisesRegex(UserError, "is not the number of a paper of this office"):
            self.as_(self.relations, line).write({"result": "finding", "document_reference": self.seal.reference})

    def test_over_rpc(self):
        """R016: the number alone is enough, and taken for in order again it goes with the paper."""
        line = self.as_(self.clerk, self.found)
        line.write({"result": "finding", "document_reference": self.contract.reference})
        self.assertEqual(self.found.document_id, self.contract)
        line.action_in_order()
        self.assertFalse(self.found.document_id or self.found.document_reference)

    def test_empty(self):
        """R016: nothing scanned is nothing found."""
        self._scan(self.book.reference)
        self.assertFalse(self._scan(""))
