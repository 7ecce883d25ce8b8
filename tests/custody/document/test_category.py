from odoo.exceptions import AccessError, UserError

from ..common import CustodyCommon


class TestCategory(CustodyCommon):
    """R015, R022: the rules of a category narrow what the class of a document allows."""

    def rule(self, document, **values):
        self.as_(self.policy_admin, document.category_id).write(values)

    def test_lent_to_leaders_only(self):
        """R015: who is no leader is refused, and the clerk reads why."""
        self.rule(self.contract, lent_to="leaders")
        with self.assertRaisesRegex(UserError, "^Rob may not have .* Contracts are lent to leaders only"):
            self.hand_out(self.contract, self.rep)
        with self.assertRaisesRegex(UserError, "leaders only"):
            self.as_(self.rep, self.contract).action_request()
        self.assertTrue(self.hand_out(self.contract, self.leader_south))

    def test_lent_to_nobody(self):
        self.rule(self.contract, lent_to="nobody")
        with self.assertRaisesRegex(UserError, "stays with the clerk.* A copy may be given instead"):
            self.hand_out(self.contract, self.director)
        self.rule(self.contract, may_copy=False)
        with self.assertRaisesRegex(UserError, "nothing in Contracts is lent.$"):
            self.hand_out(self.contract, self.director)

    def test_a_rule_opens_nothing(self):
        """R022: a confidential or secret paper goes to the people of its class only, whatever its category allows."""
        self.rule(self.seal, lent_to="office", seen_by="class")
        with self.assertRaisesRegex(UserError, "confidentiality class"):
            self.hand_out(self.seal, self.rep)
        with self.assertRaises(AccessError):
            self.as_(self.rep, self.seal).read(["name"])

    def test_borrower_without_user(self):
        """R015: somebody without a user is no leader, and may have what is open to the office."""
        porter = self.env["hr.employee"].create(
            {"name": "Pit", "department_id": self.north.id, "company_id": self.company.id}
        )
        self.assertTrue(self.hand_out(self.contract, porter))
        self.take_back(self.contract)
        self.rule(self.contract, lent_to="leaders")
        with self.assertRaisesRegex(UserError, "leaders only"):
            self.hand_out(self.contract, porter)

    def test_seen_by_leaders_only(self):
        """R022: the category decides who may know that such a document exists."""
        self.rule(self.book, seen_by="leaders")
        Document = self.env["sales.office.document"]
        for employee, seen in ((self.rep, False), (self.relations, False), (self.director, True), (self.clerk, True)):
            with self.subTest(employee.name):
                found = self.as_(employee, Document).search_count([("id", "=", self.book.id)])
                self.assertEqual(bool(found), seen)
        self.hand_out(self.book, self.rep)
        self.assertEqual(self.as_(self.rep, self.book).name, "Telephone book", "Seen while he holds it")

    def test_may_not_leave_the_office(self):
        """R015: record books are read in the office."""
        with self.assertRaisesRegex(UserError, "may not leave the office: Record Books are read here"):
            self.as_(self.clerk, self.book).action_hand_out(self.rep, leaves_office=True)
        self.assertEqual(self.book.state, "available")
        loan = self.as_(self.clerk, self.contract).action_hand_out(self.rep, leaves_office=True)
        self.assertTrue(loan.leaves_office)

    def test_dialog_says_why(self):
        """R015: the clerk sees the reason before they confirm."""
        dialog = self.as_(self.clerk, self.env["sales.office.document.handling"]).create(
            {"document_ids": self.seal.ids, "borrower_id": self.rep.id}
        )
        self.assertRegex(dialog.refusal, "^Rob may not have")
        dialog.borrower_id = self.leader
        self.assertFalse(dialog.refusal)
