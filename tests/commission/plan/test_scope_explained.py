"""Whose and which sales the base of a line includes, said in its explanation."""

from freezegun import freeze_time

from odoo.fields import Command

from ..books import BooksCommon
from ..common import MARCH


@freeze_time("2026-05-04 02:00:00")
class TestScopeExplained(BooksCommon):
    def _explain(self, employee, plan):
        return self.settle(MARCH, employee, plan).line_ids[0].explanation

    def test_own_sales_of_a_leader(self):
        """R134: Max leads North: 1,000 of his people and 500 of his own at 2 % are 30.00, and the line says whose."""
        self.invoice(self.rep, "2026-03-10", 1000)
        self.invoice(self.manager, "2026-03-11", 500)
        plan = self._plan_with_rule(self.manager, credit_to="leader", include_own=True, rate=2)
        plan.member_ids.sudo().led_department_ids = self.north
        self.assertEqual(
            self._explain(self.manager, plan),
            "1,500.00 × 2 % = 30.00 (sales of North and what is below it, and the leader's own)",
        )

    def test_leader_without_own_sales(self):
        """R134: 1,000 of Lea's team at 2 % are 20.00; her own are not in it, and the line does not say so."""
        self.invoice(self.rep, "2026-03-10", 1000)
        plan = self._plan_with_rule(self.leader, credit_to="leader", rate=2)
        self.assertEqual(
            self._explain(self.leader, plan), "1,000.00 × 2 % = 20.00 (sales of North and what is below it)"
        )

    def test_filters(self):
        """R134: 1,000 of rooms at 10 % are 100.00; the line names what it is limited to."""
        category = self.env["product.category"].create({"name": "Suites"})
        tag = self.env["res.partner.category"].create({"name": "Key Account"})
        self.room.categ_id = category
        self.customer.category_id = tag
        self.invoice(
            self.rep,
            "2026-03-10",
            invoice_line_ids=[Command.create({"product_id": self.room.id, "price_unit": 1000, "tax_ids": []})],
        )
        plan = self._plan_with_rule(
            self.rep,
            rate=10,
            category_ids=category.ids,
            partner_tag_ids=tag.ids,
            new_customer_months=6,
            domain="[('quantity', '>', 0)]",
        )
        self.assertEqual(
            self._explain(self.rep, plan),
            "1,000.00 × 10 % = 100.00 (only Product Categories: Suites; only Customer Tags: Key Account; only "
            "customers new for at most 6 months; only by the further conditions of the rule)",
        )

    def test_branches(self):
        """R134: a company with a branch counts its documents, too, and the line names it."""
        self.env["res.company"].create({"name": "Harbour Branch", "parent_id": self.company.id})
        self.invoice(self.rep, "2026-03-10", 1000)
        plan = self._plan_with_rule(self.rep, rate=10)
        self.assertEqual(self._explain(self.rep, plan), "1,000.00 × 10 % = 100.00 (with the branch Harbour Branch)")

    def test_team(self):
        """R134: Rob's 1,000 at 10 % in a team of three: the line names the team; each has a third of 100."""
        self.invoice(self.rep, "2026-03-10", 1000)
        plan = self._plan_with_rule(rate=10, credit_to="team")
        self.assertTrue(self._explain(self.rep, plan).startswith("North: 1,000.00 × 10 % = 100.00, of which for"))

    def test_plain(self):
        """R134: own sales without a filter need no such words."""
        self.invoice(self.rep, "2026-03-10", 1000)
        plan = self._plan_with_rule(self.rep, rate=10)
        self.assertEqual(self._explain(self.rep, plan), "1,000.00 × 10 % = 100.00")

    def test_kept(self):
        """R134: a department renamed later leaves the line as it was; a correction says it as well."""
        invoice = self.invoice(self.rep, "2026-03-10", 1000)
        plan = self._plan_with_rule(self.leader, credit_to="leader", rate=2)
        march = self.lock(self.settle(MARCH, self.leader, plan))
        self.north.name = "Far North"
        self.assertIn("(sales of North and what is below it)", march.line_ids.explanation)
        self.refund(self.rep, "2026-03-31", 400)
        self.assertTrue(invoice)
        correction = plan.generate_statements("2026-04-01", "2026-04-30").line_ids.filtered("settled_amount")
        self.assertIn("600.00 × 2 % = 12.00 (sales of Far North and what is below it), less", correction.explanation)
