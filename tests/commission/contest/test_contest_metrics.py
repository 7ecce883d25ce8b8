"""What counts in a contest, read from the books."""

from odoo.fields import Command
from odoo.tests import tagged

from .contest_common import ContestCommon


@tagged("post_install", "-at_install", "standard")
class TestContestMetrics(ContestCommon):
    def values(self, metric, **values):
        contest = self.running(metric=metric, **values)
        return {p.employee_id.name: value for p, value in contest._get_values(contest.participant_ids).items() if value}

    def order(self, employee, day, price, quantity=1, customer=None, **values):
        order = self.env["sale.order"].create(
            {
                "partner_id": (customer or self.customer).id,
                "user_id": employee.user_id.id,
                "company_id": employee.company_id.id,
                "order_line": [Command.create({"product_id": self.room.id, "product_uom_qty": quantity, **price})],
                **values,
            }
        )
        order.action_confirm()
        order.date_order = day
        return order

    def bill(self, order, day):
        invoice = order._create_invoices()
        invoice.invoice_date = day
        invoice.action_post()

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.room = cls.env["product.product"].create(
            {
                "name": "Room",
                "type": "service",
                "invoice_policy": "order",
                "list_price": 100,
                "standard_price": 60,
                "taxes_id": [Command.clear()],
            }
        )

    def test_invoiced(self):
        """R126: posted invoices less credit notes by invoice date, without taxes; of the period and company only."""
        self.invoice(self.rep, "2026-03-01", 1000, 500)
        self.refund(self.rep, "2026-03-31", 200)
        self.invoice(self.rep, "2026-02-28", 7000)
        self.invoice(self.rep, "2026-04-01", 7000)
        self.invoice(self.colleague, "2026-03-10", 900)
        self.invoice(self.leader, "2026-03-10", 900)
        self.invoice(self.rep_south, "2026-03-10", 50).button_draft()
        self.assertEqual(self.values("invoiced"), {"Rob": 1300, "Ann": 900})

    def test_foreign_currency(self):
        """R126: 100 USD at 7 CNY is 700, ranked above 650 CNY."""
        dollar = self.env.ref("base.USD")
        dollar.active = True
        self.env["res.currency.rate"].create(
            {
                "currency_id": dollar.id,
                "name": "2026-03-01",
                "inverse_company_rate": 7,
                "company_id": self.company.id,
            }
        )
        self.invoice(self.rep, "2026-03-05", 100, currency_id=dollar.id)
        self.invoice(self.colleague, "2026-03-05", 650)
        contest = self.running()
        self.assertEqual(self.standings(contest)[:2], [(1, "Rob", 700), (2, "Ann", 650)])

    def test_ordered(self):
        """R126: confirmed orders by order date in the salesperson's own day, without taxes."""
        self.order(self.rep, "2026-03-05 03:00:00", {"price_unit": 100}, 3)
        self.order(self.rep, "2026-02-28 16:30:00", {"price_unit": 10})  # 1 March in Shanghai
        self.order(self.rep, "2026-03-31 16:30:00", {"price_unit": 999})  # 1 April
        self.order(self.colleague, "2026-03-05 03:00:00", {"price_unit": 50}).action_cancel()
        self.assertEqual(self.values("ordered"), {"Rob": 310})

    def test_margin(self):
        """R126: (100 - 60) x 3 = 120 on the invoice of Rob, 10 x (90 - 60) = 300 on Ann's; an order alone is none."""
        self.bill(self.order(self.rep, "2026-02-05 03:00:00", {"price_unit": 100}, 3), "2026-03-05")
        self.bill(self.order(self.colleague, "2026-03-05 03:00:00", {"price_unit": 90}, 10), "2026-03-31")
        self.order(self.rep, "2026-03-05 03:00:00", {"price_unit": 100}, 3)
        self.assertEqual(self.values("margin"), {"Rob": 120, "Ann": 300})

    def test_quantity(self):
        """R126: 2 dozen and 3 are 27; one comes back: 26. What is no product is not counted."""
        dozen = self.env.ref("uom.product_uom_dozen")

        def line(quantity, **values):
            return {"product_id": self.room.id, "quantity": quantity, "price_unit": 100, **values}

        lines = [line(2, product_uom_id=dozen.id), line(3), {"name": "Parking", "quantity": 9, "price_unit": 1}]
        self.invoice(self.rep, "2026-03-05", invoice_line_ids=[Command.create(vals) for vals in lines])
        self.refund(self.rep, "2026-03-06", invoice_line_ids=[Command.create(line(1))])
        self.assertEqual(self.values("quantity"), {"Rob": 26})

    def test_new_customers(self):
        """R126: whose first invoice lies in the period."""
        new, old = self.env["res.partner"].create([{"name": "New"}, {"name": "Old"}])
        self.invoice(self.colleague, "2026-02-05", 1, partner_id=old.id)
        for customer in (new, old, new):
            self.invoice(self.rep, "2026-03-05", 1, partner_id=customer.id)
        self.assertEqual(self.values("new_customers"), {"Rob": 1})

    def test_collected(self):
        """R126: 575.00 of 1,150.00 with 15 % tax was paid: 500.00 without tax; a credit note is not cash."""
        tax = self.env["account.tax"].create({"name": "15 %", "amount": 15, "company_id": self.company.id})
        invoice = self.invoice(
            self.rep,
            "2026-02-05",
            invoice_line_ids=[Command.create({"name": "Rooms", "price_unit": 1000, "tax_ids": [Command.set(tax.ids)]})],
        )
        register = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        )
        register.create({"payment_date": "2026-03-05", "amount": 575}).action_create_payments()
        unpaid = self.invoice(self.colleague, "2026-03-05", 100)
        refund = self.refund(self.colleague, "2026-03-06", 100)
        (unpaid | refund).line_ids.filtered(lambda ln: ln.account_type == "asset_receivable").reconcile()
        self.assertEqual(self.values("collected"), {"Rob": 500})

    def test_seller_is_kept(self):
        """R126: who is taken off their employee still has what they sold."""
        contest = self.running()
        self.invoice(self.rep, "2026-03-05", 100)
        user = self.rep.user_id
        self.rep.user_id = False
        self.assertEqual(self.row(contest, self.rep).seller_id, user)
        self.assertEqual(contest._get_values(contest.participant_ids)[self.row(contest, self.rep)], 100)

    def test_one_query(self):
        """R126: each metric is as many queries for three participants as for twelve: one for its sums, one for who
        belonged where, one for the branches, and where it needs that one for time zones or for accounts."""
        few = self.running()
        for number in range(9):
            self._create_member(f"Extra {number}", f"extra_{number}", self.south, "representative")
        many = self.running(name="Everybody")
        self.assertEqual(len(many.participant_ids), 12)
        for metric in dict(many._fields["metric"].selection):
            (few | many).sudo().write({"metric": metric})
            for contest in (few, many):
                contest._get_values(contest.participant_ids)  # what is read of the participants themselves is read once
            extra = metric in ("ordered", "collected")
            for contest in (few, many):
                with self.subTest(metric), self.assertQueryCount(3 + extra):
                    contest._get_values(contest.participant_ids)
