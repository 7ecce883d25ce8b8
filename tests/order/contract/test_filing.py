from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError

from .common import ContractCommon


@freeze_time("2026-03-02 02:00:00")
class TestFiling(ContractCommon):
    def setUp(self):
        super().setUp()
        self.check = self.env.ref("sales_office_policy.check_contract_unfiled")
        self.check.write({"mode": "suspect", "enforced_from": "2026-01-01"})

    def _find(self):
        self.check.run("2026-03-01", "2026-03-31")
        findings = self.env["sales.office.finding"].search([("check_id", "=", self.check.id), ("state", "=", "open")])
        return [(finding.employee_id.name, str(finding.date)) for finding in findings]

    def test_working_days_from_the_signature(self):
        """R117: the time to file is counted in working days from the day on the paper, and says how."""
        contract = self.signed()
        self.assertEqual(str(contract.filing_deadline), "2026-03-05")
        self.assertEqual(contract.filing_deadline_reason, "3 working days")
        with freeze_time("2026-03-06 02:00:00"):
            late = self.ready(partner_id=self.env["res.partner"].create({"name": "Other"}).id)
            late.action_sign(self.manager, "2026-03-06")
        self.assertEqual(str(late.filing_deadline), "2026-03-11", "not on the week-end")

    def test_days_of_the_kind(self):
        """R117: a kind may give its own number of days."""
        self.kind.filing_days = 1
        self.assertEqual(str(self.signed().filing_deadline), "2026-03-03")

    def test_filed_by_one_scan(self):
        """R117: the clerk reads the code on the paper, and it is a controlled document with that very code."""
        contract = self.signed()
        answer = self.as_(self.clerk, self.env["sales.office.document.desk"]).scan(contract.number.lower())
        self.assertEqual((answer["kind"], contract.state), ("filed", "filed"))
        document = contract.sudo().document_id
        self.assertEqual((document.reference, document.department_id), (contract.number, self.sales))
        self.assertEqual(document.category_id, self.env.ref("sales_office_policy.document_category_contract"))
        again = self.as_(self.clerk, self.env["sales.office.document.desk"]).scan(contract.number)
        self.assertNotEqual(again["kind"], "filed", "from now on the code is the document's")

    def test_days_until_finance(self):
        """R117: so is the time until finance has it, from the same day; where the company counts none there is none."""
        contract = self.signed()
        self.assertEqual(str(contract.receipt_deadline), "2026-03-09")
        self.assertEqual(contract.receipt_deadline_reason, "5 working days")
        self.kind.receipt_days = 4
        self.assertEqual(str(self.signed(amount=100).receipt_deadline), "2026-03-06")
        self.kind.receipt_days = self.company.sales_office_receipt_days = 0
        self.assertFalse(self.signed(amount=100).receipt_deadline)

    def test_only_the_clerk_files(self):
        """R117: neither who looks after it, nor who leads them, nor finance files a contract."""
        contract = self.signed()
        for employee in (self.rep, self.manager, self.finance):
            with self.assertRaisesRegex(AccessError, "filed by the clerk of its office"):
                self.as_(employee, contract).action_file()
        with self.assertRaises(AccessError):
            self.as_(self.colleague, contract).action_file()

    def test_as_a_paper_that_is_registered(self):
        """R117: the clerk may name the document it is already, of one contract only."""
        first = self.filed()
        with self.assertRaisesRegex(UserError, "is the paper of another contract"):
            self.as_(self.clerk, self.signed(amount=10000)).action_file(first.sudo().document_id.id)

    def test_not_before_it_is_signed(self):
        """R117: a contract that nobody signed is not filed, nor twice."""
        with self.assertRaisesRegex(UserError, "this needs: Signed"):
            self.as_(self.clerk, self.ready()).action_file()
        with self.assertRaisesRegex(UserError, "this needs: Signed"):
            self.as_(self.clerk, self.filed()).action_file()

    def test_without_the_room_of_papers(self):
        """R117: an office that registers no papers files contracts all the same."""
        self.company.sales_office_room_ids -= self.env.ref("sales_office_policy.room_custody")
        contract = self.filed()
        self.assertEqual((contract.state, bool(contract.document_id)), ("filed", False))

    def test_finance_receives(self):
        """R117: finance notes that it has the contract, once, and nobody else does."""
        contract = self.filed()
        with self.assertRaisesRegex(AccessError, "Only finance"):
            self.as_(self.clerk, contract).action_receive()
        self.as_(self.finance, contract).action_receive()
        self.assertEqual((str(contract.received_on), contract.received_by_id), ("2026-03-02", self.finance.user_id))
        late = self.signed(amount=100)
        with freeze_time("2026-03-05 02:00:00"):
            self.as_(self.clerk, late).action_file()
        with freeze_time("2026-03-09 02:00:00"):
            self.as_(self.finance, late).action_receive()
        self.assertEqual((late.days_to_clerk, late.days_to_finance), ("3 days", "7 days"))
        with self.assertRaisesRegex(UserError, "has this contract already"):
            self.as_(self.finance, contract).action_receive()

    def test_late_filing_is_found(self):
        """R117: on the last day there was for it, for who looks after it."""
        self.signed()
        with freeze_time("2026-03-05 02:00:00"):
            self.assertEqual(self._find(), [])
        with freeze_time("2026-03-06 02:00:00"):
            self.assertEqual(self._find(), [("Rob", "2026-03-05")])

    def test_filed_late_stays_found(self):
        """R117: filing after the deadline does not undo that it was late; in time there is nothing to find."""
        contract = self.signed()
        with freeze_time("2026-03-09 02:00:00"):
            self.as_(self.clerk, contract).action_file()
            self.assertEqual(self._find(), [("Rob", "2026-03-05")])

    def test_recorded_after_its_time(self):
        """R117: a paper whose signature is recorded two months later was not filed in time, whatever its day."""
        with freeze_time("2026-01-05 02:00:00"):
            self.mandate()
            contract = self.ready()
        contract.action_sign(self.manager, "2026-01-05")
        self.assertEqual(self._find(), [("Rob", "2026-03-02")])
        self.as_(self.clerk, contract).action_file()
        self.assertEqual(self._find(), [("Rob", "2026-03-02")])

    def test_filed_in_time(self):
        """R117: a contract that the clerk had in time is no finding later."""
        self.filed()
        with freeze_time("2026-03-20 02:00:00"):
            self.assertEqual(self._find(), [])

    def test_the_deadline_waits_for_leave(self):
        """R117: who is on leave files afterwards."""
        contract = self.signed()
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Ill",
                "resource_id": self.rep.resource_id.id,
                "calendar_id": self.rep.resource_calendar_id.id,
                "date_from": "2026-03-02 16:00:00",
                "date_to": "2026-03-04 15:59:59",
            }
        )
        self.assertEqual(str(contract.filing_deadline), "2026-03-09")

    def test_today(self):
        """R117: who looks after it is told to hand it in, the clerk when it is late, finance when it is filed."""
        contract = self.signed()
        self.assertIn("contract_file", self._today(self.rep))
        self.assertNotIn("contract_keep", self._today(self.clerk))
        with freeze_time("2026-03-06 02:00:00"):
            self.assertTrue(self._today(self.rep)["contract_file"]["urgent"])
            self.assertIn("contract_keep", self._today(self.clerk))
            self.as_(self.clerk, contract).action_file()
            self.assertIn("contract_receive", self._today(self.finance))
            self.assertNotIn("contract_file", self._today(self.rep))

    def test_today_without_the_room(self):
        """R077: with the room switched off nothing of it shows, nor is anything found."""
        self.signed()
        self.company.sales_office_room_ids -= self.env.ref("sales_office_policy.room_order")
        self.assertFalse(self._today(self.rep))
        with freeze_time("2026-03-06 02:00:00"):
            self.assertEqual(self._find(), [])
        self.assertFalse(self.order().sales_office_has_contracts)
        with self.assertRaisesRegex(UserError, "switch the room Orders on"):
            self.order().action_make_contract()


@freeze_time("2026-03-02 02:00:00")
class TestReceipt(ContractCommon):
    """Contracts signed on Monday: with the clerk until Thursday, with finance until the Monday after, 9 March."""

    def setUp(self):
        super().setUp()
        self.check = self.env.ref("sales_office_policy.check_contract_unreceived")
        self.check.write({"mode": "suspect", "enforced_from": "2026-01-01"})
        self.paper = self.signed()

    def _file(self, moment):
        with freeze_time(moment):
            self.as_(self.clerk, self.paper).action_file()

    def _receive(self, moment):
        with freeze_time(moment):
            self.as_(self.finance, self.paper).action_receive()

    def _find(self, moment="2026-03-20 02:00:00"):
        with freeze_time(moment):
            self.check.run("2026-03-01", "2026-03-31")
        findings = self.env["sales.office.finding"].search([("check_id", "=", self.check.id), ("state", "=", "open")])
        return [(finding.employee_id, str(finding.date)) for finding in findings]

    def test_passed_on_late(self):
        """R117: what finance does not have in time is found on the last day there was, for the clerk who filed it."""
        self._file("2026-03-05 02:00:00")
        self.assertEqual(self._find("2026-03-09 02:00:00"), [])
        self.assertEqual(self._find("2026-03-10 02:00:00"), [(self.clerk, "2026-03-09")])
        self._receive("2026-03-11 02:00:00")
        self.assertEqual(self._find(), [(self.clerk, "2026-03-09")])

    def test_passed_on_in_time(self):
        """R117: what finance has on the last day is no finding."""
        self._file("2026-03-05 02:00:00")
        self._receive("2026-03-09 02:00:00")
        self.assertEqual(self._find(), [])

    def test_filed_late(self):
        """R117: no clerk answers for the time that a paper was not with them."""
        self.assertEqual(self._find(), [])
        self._file("2026-03-06 02:00:00")
        self.assertEqual(self._find(), [])

    def test_today(self):
        """R117: the clerk is told what finance waits for until finance has it, both when it is late."""
        self._file("2026-03-02 02:00:00")
        self.assertFalse(self._today(self.clerk)["contract_pass_on"]["urgent"])
        with freeze_time("2026-03-10 02:00:00"):
            self.assertTrue(self._today(self.clerk)["contract_pass_on"]["urgent"])
            self.assertTrue(self._today(self.finance)["contract_receive"]["urgent"])
            self._receive("2026-03-10 02:00:00")
            self.assertNotIn("contract_pass_on", self._today(self.clerk))

    def test_days_not_counted(self):
        """R117: where nobody counts the days, nothing is asked of the clerk."""
        self.company.sales_office_receipt_days = 0
        self.paper = self.signed(amount=100)
        self._file("2026-03-02 02:00:00")
        self.assertNotIn("contract_pass_on", self._today(self.clerk))
        self.assertEqual(self._find(), [])
