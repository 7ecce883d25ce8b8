"""Credit notes on their own date, or in the month of the invoice they correct: a choice of the plan."""

from datetime import date

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import Form

from odoo.addons.sales_office_policy.models.books.scope import Conditions

from ..books import BooksCommon
from ..common import APRIL, MARCH, MAY

FEBRUARY = (date(2026, 2, 1), date(2026, 2, 28))


@freeze_time("2026-06-03 02:00:00")
class TestCreditNotes(BooksCommon):
    def plan_of(self, credit_notes, employees=None, **values):
        return self._plan_with_rule(employees or self.rep, rate=10, credit_notes=credit_notes, **values)

    def credit(self, invoice, day, amount):
        """Credit a part of an invoice."""
        return self.refund(self.rep, day, amount, reversed_entry_id=invoice.id)

    def bases(self, plan, *months, employee=None):
        return [self.base(month, employee, plan) for month in months]

    def test_on_their_own_date(self):
        """R134: 1,000 of March, 400 credited on 10 April: 1,000 and -400, unless the plan says otherwise."""
        self.credit(self.invoice(self.rep, "2026-03-10", 1000), "2026-04-10", 400)
        self.assertEqual(self.plan.credit_notes, "own")
        self.assertEqual(self.bases(self.plan_of("own"), MARCH, APRIL), [1000, -400])

    def test_in_the_month_of_their_invoice(self):
        """R134: the same where the plan takes the month of the invoice: 600 and 0."""
        self.credit(self.invoice(self.rep, "2026-03-10", 1000), "2026-04-10", 400)
        self.assertEqual(self.bases(self.plan_of("invoice"), MARCH, APRIL), [600, 0])

    def test_margin_and_units(self):
        """R134: 10 at 100 with a cost of 60 in March, 4 credited in April: March 600 - 360 = 240 and 6 units."""
        self.room.standard_price = 60
        line = {"product_id": self.room.id, "quantity": 10, "price_unit": 100, "tax_ids": []}
        invoice = self.invoice(self.rep, "2026-03-10", invoice_line_ids=[(0, 0, line)])
        line = {**line, "quantity": 4}
        self.refund(self.rep, "2026-04-10", invoice_line_ids=[(0, 0, line)], reversed_entry_id=invoice.id)
        self.assertEqual(self.bases(self.plan_of("invoice", basis="margin"), MARCH, APRIL), [240, 0])
        units = self.plan_of("invoice", rate_type="per_unit")
        self.assertEqual(self.settle(MARCH, self.rep, units).line_ids.quantity, 6)

    def test_without_an_invoice(self):
        """R134: a credit note of 400 that names no invoice counts on its own date."""
        self.invoice(self.rep, "2026-03-10", 1000)
        self.refund(self.rep, "2026-04-10", 400)
        self.assertEqual(self.bases(self.plan_of("invoice"), MARCH, APRIL), [1000, -400])

    def test_locked(self):
        """R134: March is locked at 100; 400 credited in April take 40 back in April's statement, as a correction of
        March, and the locked statement stays as it was."""
        plan = self.plan_of("invoice")
        invoice = self.invoice(self.rep, "2026-03-10", 1000)
        march = self.lock(self.settle(MARCH, self.rep, plan))
        self.credit(invoice, "2026-04-10", 400)
        april = self.settle(APRIL, self.rep, plan)
        self.assertEqual(
            [(line.kind, line.period_from, line.base_amount, line.amount) for line in april.line_ids],
            [("commission", APRIL[0], 0, 0), ("correction", MARCH[0], -400, -40)],
        )
        self.assertEqual((march.net, self.figures(march)), (100, [("commission", 1000, 100)]))

    def test_who_joined_later(self):
        """R134: Rob joins in April. 400 credited then of March, for which nobody was paid, cost him nothing in the
        month of the invoice; on their own date they do."""
        self.credit(self.invoice(self.rep, "2026-03-10", 1000), "2026-04-10", 400)
        for choice, base in (("own", -400), ("invoice", 0)):
            plan = self._create_plan("Later", self.rep, credit_notes=choice)
            plan.member_ids.date_from = APRIL[0]
            plan.with_user(self.director.user_id).action_approve()
            self.assertEqual(self.base(APRIL, plan=plan), base)

    def test_who_left(self):
        """R134: Rob leaves the plan after March, locked at 100. 400 credited in April are a correction of -40 in the
        next statement; on their own date they would be on the list of what no statement takes."""
        plan = self.plan_of("invoice")
        invoice = self.invoice(self.rep, "2026-03-10", 1000)
        self.lock(self.settle(MARCH, self.rep, plan))
        plan.member_ids.sudo().date_to = MARCH[1]
        self.credit(invoice, "2026-04-10", 400)
        self.assertEqual([line.amount for line in self.settle(APRIL, self.rep, plan).line_ids], [-40])
        untaken = self.env["sales.office.untaken"]
        untaken._refresh(self.company)
        self.assertFalse(untaken.search([("plan_id", "=", plan.id)]))

    def test_a_version_with_another_choice(self):
        """R134: own date until March, from April on with the invoice. Of a March invoice 400 are credited in April, of
        an April one 300 in May: -400 in April (the version of March decides) and 1,000 - 300 = 700 of April itself."""
        first = self.plan_of("own")
        second = self._make_version(first, "invoice")
        self.credit(self.invoice(self.rep, "2026-03-10", 1000), "2026-04-10", 400)
        self.credit(self.invoice(self.rep, "2026-04-15", 1000), "2026-05-10", 300)
        self.assertEqual(self.bases(first, MARCH), [1000])
        self.assertEqual(self.bases(second, APRIL, MAY), [-400 + 700, 0])

    def test_a_version_back_to_their_own_date(self):
        """R134: the other way round: the 400 of April take from March, the 300 of May from May; nothing counts twice.
        What was invoiced before the first version goes by the first."""
        first = self.plan_of("invoice")
        second = self._make_version(first, "own")
        self.credit(self.invoice(self.rep, "2025-12-10", 500), "2026-01-10", 500)
        self.credit(self.invoice(self.rep, "2026-03-10", 1000), "2026-04-10", 400)
        self.credit(self.invoice(self.rep, "2026-04-15", 1000), "2026-05-10", 300)
        january = (date(2026, 1, 1), date(2026, 1, 31))
        self.assertEqual(self.bases(first, january, MARCH), [0, 600])
        self.assertEqual(self.bases(second, APRIL, MAY), [1000, -300])

    def _make_version(self, plan, choice):
        version = plan.browse(plan.action_new_version()["res_id"])
        self.assertEqual(version.credit_notes, plan.credit_notes)
        version.write({"date_from": APRIL[0], "credit_notes": choice})
        version.with_user(self.director.user_id).action_approve()
        return version

    def test_money_came_when_it_came(self):
        """R134: 1,000 paid in March and 400 paid back on 10 April: 1,000 and -400 collected, whatever the plan says."""
        invoice = self.invoice(self.rep, "2026-03-10", 1000)
        self.pay(invoice, "2026-03-20")
        self.pay(self.credit(invoice, "2026-04-10", 400), "2026-04-12")
        self.assertEqual(self.bases(self.plan_of("invoice", basis="collected"), MARCH, APRIL), [1000, -400])
        books, question = self.env["sales.office.books"], (self.rep, self.env["hr.department"], *APRIL)
        asked = Conditions(credited_days=((date.min, date.max),))
        self.assertEqual(books._get_values(self.company, "collected", [question], asked), [-400])

    def test_new_customers_only(self):
        """R134: with a rule on new customers a credit note in April of March's first invoice counts in March too."""
        self.credit(self.invoice(self.rep, "2026-03-10", 1000), "2026-04-10", 400)
        self.assertEqual(self.bases(self.plan_of("invoice", new_customer_months=3), MARCH, APRIL), [600, 0])

    def test_said(self):
        """R134: the explanation says it where it makes a difference, and the line opens invoice and credit note."""
        invoice = self.invoice(self.rep, "2026-03-10", 1000)
        note = self.credit(invoice, "2026-04-10", 400)
        line = self.settle(MARCH, self.rep, self.plan_of("invoice")).line_ids
        self.assertEqual(line.explanation, "600.00 × 10 % = 60.00 (credit notes in the month of their invoice)")
        opened = self.env["account.move"].search(line.action_open_source()["domain"])
        self.assertEqual(opened, invoice | note)
        line = self.settle(MARCH, self.rep, self.plan_of("invoice", basis="ordered")).line_ids
        self.assertEqual(line.explanation, "0.00")

    def test_frozen(self):
        """R133: an approved plan keeps its choice, and the help shows by an example what it means."""
        plan = self.plan_of("invoice")
        with self.assertRaisesRegex(UserError, "An approved commission plan is locked"):
            plan.with_user(self.policy_admin.user_id).credit_notes = "own"
        form = Form(plan.with_user(self.policy_admin.user_id))
        with self.assertRaisesRegex(AssertionError, "readonly"):
            form.credit_notes = "own"
        description = plan.fields_get(["credit_notes"])["credit_notes"]
        self.assertIn("1,000.00 invoiced in March are credited on 10 April", description["help"])
