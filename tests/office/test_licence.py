from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, ValidationError

from ..common import SalesOfficeCommon
from .crons import run_cron


@freeze_time("2025-03-04 02:00:00")
class TestLicence(SalesOfficeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.licences = cls.env["sales.office.partner.licence"]
        cls.partner = cls.env["res.partner"].create({"name": "Lotus Travel", "user_id": cls.rep.user_id.id})

    def create_licence(self, days=None, employee=None, **values):
        """Return a paper of the customer that expires in so many days."""
        expiry = fields.Date.today() + timedelta(days=days) if days is not None else False
        licences = self.as_(employee or self.rep, self.licences)
        return licences.create(
            {"partner_id": self.partner.id, "number": "9133", "date_expiry": expiry, **values}
        ).sudo()

    def test_state_follows_the_date(self):
        """R037: valid, expiring within the company's days, expired; found by each."""
        papers = {
            state: self.create_licence(days) for state, days in (("valid", 31), ("expiring", 30), ("expired", -1))
        }
        forever = self.create_licence()
        self.assertEqual(forever.state, "valid")
        for state, paper in papers.items():
            with self.subTest(state):
                self.assertEqual(paper.state, state)
                found = self.as_(self.clerk, self.licences).search([("state", "=", state), ("id", "!=", forever.id)])
                self.assertEqual(found.sudo(), paper)
        self.company.sales_office_licence_days = 40
        self.env.invalidate_all()
        self.assertEqual(papers["valid"].state, "expiring")

    def test_form_is_closed_to_who_may_not_write(self):
        """R037: a salesperson edits the papers of their own customers and reads the others'."""
        paper = self.create_licence(20)
        self.assertTrue(self.as_(self.rep, paper).can_edit)
        self.assertTrue(self.as_(self.clerk, paper).can_edit)
        self.assertTrue(self.as_(self.rep, self.licences).new({}).can_edit)
        self.partner.user_id = self.leader.user_id
        self.env.invalidate_all()
        self.assertFalse(self.as_(self.rep, paper).can_edit)

    def test_reminded_once(self):
        """R037: the salesperson has one activity when a paper is about to expire, however often the cron runs."""
        paper, later = self.create_licence(20), self.create_licence(60)
        run_cron(self.licences)
        run_cron(self.licences)
        self.assertEqual(paper.activity_ids.user_id, self.rep.user_id)
        self.assertEqual(len(paper.activity_ids), 1)
        self.assertEqual(paper.activity_ids.date_deadline, paper.date_expiry)
        self.assertFalse(later.activity_ids)
        self.as_(self.rep, paper).date_expiry = "2026-03-04"
        self.assertFalse(paper.activity_ids)
        with freeze_time("2026-03-01"):
            run_cron(self.licences)
        self.assertEqual(len(paper.activity_ids), 1)

    def test_clerk_reminded_without_salesperson(self):
        self.partner.user_id = False
        paper = self.create_licence(5, self.clerk)
        run_cron(self.licences)
        self.assertEqual(paper.activity_ids.user_id, self.clerk.user_id)

    def test_not_reminded_when_switched_off(self):
        paper = self.create_licence(5)
        self.company.sales_office_room_ids -= self.env.ref("sales_office_policy.room_office")
        run_cron(self.licences)
        self.assertFalse(paper.activity_ids)

    def test_reminding_costs_the_same_for_many(self):
        """R037: the reminders of many papers are made in one batch."""
        counts = []
        for size in (2, 30):
            for number in range(size):
                self.create_licence(number % 20, number=str(number))
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            run_cron(self.licences)
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 5, counts)

    def test_clerk_confirms(self):
        """R037 R046: the clerk confirms against the original; a change needs a new confirmation."""
        paper = self.create_licence(100)
        for employee in (self.rep, self.leader, self.relations):
            with self.subTest(employee.name), self.assertRaises(AccessError):
                self.as_(employee, paper).action_verify()
        with self.assertRaises(AccessError):
            self.as_(self.clerk, paper).verified_by_id = self.clerk.user_id
        self.as_(self.clerk, paper).action_verify()
        self.assertEqual(paper.verified_by_id, self.clerk.user_id)
        self.as_(self.rep, paper).note = "Copy in the cabinet"
        self.assertTrue(paper.verified_by_id)
        self.as_(self.rep, paper).number = "9134"
        self.assertFalse(paper.verified_by_id)

    def test_forged_confirmation(self):
        with self.assertRaisesRegex(AccessError, "not entered by hand"):
            self.create_licence(1, verified_by_id=self.clerk.user_id.id)
        self.assertFalse(
            self.as_(self.rep, self.licences)
            .with_context(default_reminded=True)
            .create({"partner_id": self.partner.id})
            .reminded
        )

    def test_who_writes(self):
        """R037: who serves the customer, who leads them, the clerk and customer relations."""
        paper = self.create_licence(1)
        for employee in (self.rep, self.leader, self.manager, self.clerk, self.relations):
            self.as_(employee, paper).note = employee.name
        for employee in (self.colleague, self.leader_south, self.finance, self.director_valley):
            with self.subTest(employee.name), self.assertRaises(AccessError):
                self.as_(employee, paper).note = "Mine"
        with self.assertRaises(AccessError):
            self.as_(self.outsider, paper).read(["number"])
        with self.assertRaises(AccessError):
            self.as_(self.outsider, self.partner).read(["sales_office_licence_ids"])

    def test_secret_document_is_not_linked(self):
        """R022 R037: a title everybody would read here must not be secret."""
        seal = self.env["sales.office.document"].create(
            {
                "name": "Seal",
                "category_id": self.env.ref("sales_office_policy.document_category_seal").id,
                "department_id": self.sales.id,
            }
        )
        paper = self.create_licence(1)
        with self.assertRaises(AccessError):
            self.as_(self.rep, paper).document_id = seal.id
        with self.assertRaisesRegex(ValidationError, "A secret document cannot be linked here"):
            self.as_(self.clerk, paper).document_id = seal.id

    def test_invoicing_data_missing(self):
        """R037: the customer's form names what an invoice needs and nobody has entered."""
        seen = self.as_(self.rep, self.partner)
        self.assertIn("tax ID", seen.sales_office_invoicing_missing)
        bank = self.env["res.bank"].create({"name": "Bank of Hangzhou"})
        self.partner.write({"vat": "X", "street": "West Lake 1", "phone": "0571"})
        self.env["res.partner.bank"].create({"partner_id": self.partner.id, "acc_number": "6222", "bank_id": bank.id})
        self.env.invalidate_all()
        self.assertFalse(seen.sales_office_invoicing_missing)
