from odoo.exceptions import AccessError
from odoo.fields import Command

from .common import CustodyCommon


class TestCustodyAccess(CustodyCommon):
    def test_who_sees_which_class(self):
        """R022, R056: the class decides who finds a document at all."""
        events = self._create_department("Events", is_sales_office=True)
        cousin = self._create_member("Carmen", "rep_events", events, "representative")
        everything = self.contract | self.book | self.poster | self.seal
        open_ones = self.contract | self.book | self.poster
        for employee, seen in (
            (self.rep, open_ones),
            (self.rep_south, open_ones),
            (self.relations, open_ones),
            (self.leader_south, open_ones),
            (self.leader, everything),
            (self.manager, everything),
            (self.director, everything),
            (self.clerk, everything),
            (cousin, self.poster),
            (self.rep_valley, self.env["sales.office.document"]),
            (self.director_valley, self.env["sales.office.document"]),
        ):
            with self.subTest(employee.name):
                found = self.as_(employee, self.env["sales.office.document"]).search([("id", "in", everything.ids)])
                self.assertEqual(found.sudo(), everything & seen)
        with self.assertRaises(AccessError):
            self.as_(self.outsider, self.env["sales.office.document"]).search([])

    def test_secret_seen_while_held(self):
        with self.assertRaises(AccessError):
            self.as_(self.leader_south, self.seal).read(["name"])
        self.hand_out(self.seal, self.leader_south)
        self.assertEqual(self.as_(self.leader_south, self.seal).name, "Contract seal")
        self.take_back(self.seal)
        with self.assertRaises(AccessError):
            self.as_(self.leader_south, self.seal).read(["name"])

    def test_loans_of_colleagues_stay_hidden(self):
        """R015: a loan is read by its borrower, by who leads them and by the clerk."""
        loan = self.hand_out(self.contract, self.rep)
        for employee in (self.rep, self.leader, self.manager, self.director, self.clerk):
            with self.subTest(employee.name):
                self.assertEqual(self.as_(employee, self.loans).search([]).sudo(), loan)
        for employee in (self.colleague, self.leader_south, self.relations, self.finance, self.rep_valley):
            with self.subTest(employee.name):
                self.assertFalse(self.as_(employee, self.loans).search([]))
                self.assertFalse(self.as_(employee, self.loans)._read_group([], aggregates=["__count"])[0][0])
                with self.assertRaises(AccessError):
                    self.as_(employee, loan).read(["due_at"])
        self.assertFalse(self.as_(self.colleague, self.contract).loan_ids)
        self.assertEqual(self.as_(self.colleague, self.contract).loan_count, 0)
        self.assertNotIn("Rob", "".join(self.contract.message_ids.mapped("body")))

    def test_other_company_cannot_hand_out(self):
        clerk = self._create_member("Cui", "clerk_valley", self.sales_valley, "clerk")
        with self.assertRaises(AccessError):
            self.hand_out(self.contract, self.rep_valley, clerk=clerk)

    def test_categories_belong_to_the_policy_administrator(self):
        category = self.book.category_id
        self.as_(self.policy_admin, category).confidentiality = "confidential"
        for employee in (self.clerk, self.director, self.rep):
            with self.subTest(employee.name), self.assertRaises(AccessError):
                self.as_(employee, category).confidentiality = "public"

    def test_day_end_set_by_the_policy_administrator(self):
        settings = self.as_(self.policy_admin, self.env["sales.office.settings"]).create({})
        settings.sales_office_day_end = 18.25
        self.assertEqual(self.company.sales_office_day_end, 18.25)
        self.assertEqual(self.company_valley.sales_office_day_end, 17.5)

    def test_nothing_is_forged(self):
        """R015, R022: who holds, is offered or is next in line follows the actions, for the clerk too."""
        documents = self.as_(self.clerk, self.env["sales.office.document"])
        values = {"name": "Forged", "department_id": self.north.id, "category_id": self.contract.category_id.id}
        for field, value in (
            ("holder_id", self.rep.id),
            ("due_at", "2030-01-01 00:00:00"),
            ("kept_for_id", self.rep.id),
            ("offered_to_id", self.rep.id),
            ("hold_count", 3),
            ("copy_count", 3),
            ("state", "missing"),
        ):
            with self.subTest(field):
                with self.assertRaises(AccessError):
                    self.as_(self.clerk, self.seal).write({field: value})
                with self.assertRaises(AccessError):
                    documents.create({**values, field: value})
        for field in ("holder_user_id", "offered_user_id"):
            with self.subTest(field), self.assertRaises(AccessError):
                self.as_(self.clerk, self.seal).write({field: self.rep.user_id.id})

    def test_dialog_tells_nothing_of_hidden_papers(self):
        """R022: whom a secret paper is kept for is not told to who may not see it."""
        self.as_(self.leader, self.seal).action_request()
        values = {"operation": "transfer", "document_ids": self.seal.ids, "borrower_id": self.colleague.id}
        asked = {"kept_for": {}, "refusal": {}}
        handlings = self.as_(self.rep, self.env["sales.office.document.handling"])
        with self.assertRaisesRegex(AccessError, "Documents: you may not read what is given there"):
            handlings.onchange({**values, "document_ids": [Command.set(self.seal.ids)]}, ["borrower_id"], asked)
        handlings = self.as_(self.clerk, handlings)
        answer = handlings.onchange({**values, "document_ids": [Command.set(self.seal.ids)]}, ["borrower_id"], asked)
        self.assertTrue(answer["value"]["refusal"])
