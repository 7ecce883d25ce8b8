"""What a table of limits, taken literally, would not see: quotations that give something away in another way. R053."""

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form

from ..common import PriceCommon

FALLS = "its price falls no further without an approval"


class TestPriceTricks(PriceCommon):
    def discount(self, order):
        return round(order._judge_price().discount, 2)

    def back(self, product, quantity, price):
        return {"product_id": product.id, "product_uom_qty": -quantity, "price_unit": price}

    def test_goods_that_were_never_sold_come_back(self):
        """R053: what is credited for a hall that nobody sold them is a discount of the nights, by every door."""
        order = self.quote((self.night, 10, 0), self.back(self.hall, 1, 500))
        self.assertEqual((self.discount(order), self.state(order)), (50, "beyond"))
        with self.assertRaisesRegex(UserError, "only once it is approved"):
            self.as_(self.rep, order).action_quotation_sent()
        self.as_(self.rep, order.order_line[1]).price_unit = 40
        self.assertEqual((self.discount(order), self.state(order)), (4, "within"))

    def test_goods_that_they_bought_come_back(self):
        """R053: as many as they have, for what they paid, need no approval; more of them, or for more money, do."""
        self.as_(self.rep, self.quote((self.hall, 2, 4))).action_confirm()
        for quantity, price, discount in (
            (2, 480, 0),
            (1, 480, 0),
            (2, 500, 4),
            (1, 680, 20),
            (3, 300, 0),
            (3, 400, 24),
        ):
            with self.subTest((quantity, price)):
                order = self.quote((self.night, 10, 0), self.back(self.hall, quantity, price))
                self.assertEqual(self.discount(order), discount)
        self.as_(self.rep, self.quote(self.back(self.hall, 2, 480))).action_confirm()
        self.assertEqual(self.discount(self.quote((self.night, 10, 0), self.back(self.hall, 1, 480))), 48)

    def test_goods_of_another_customer_come_back(self):
        """R053: what somebody else bought does not come back from this customer; their own branches' does."""
        branch = self.env["res.partner"].create({"name": "Branch", "parent_id": self.customer.id, "is_company": False})
        other = self.env["res.partner"].create({"name": "Bamboo Printing", "is_company": True})
        self.as_(self.rep, self.quote((self.hall, 2, 0), partner_id=other.id)).action_confirm()
        self.assertEqual(self.discount(self.quote((self.night, 10, 0), self.back(self.hall, 1, 500))), 50)
        self.as_(self.rep, self.quote((self.hall, 2, 0), partner_id=branch.id)).action_confirm()
        self.assertEqual(self.discount(self.quote((self.night, 10, 0), self.back(self.hall, 1, 500))), 0)

    def test_comes_back_in_the_order_itself(self):
        """R053: a confirmed order takes back what it sold, for that price; a quotation has sold nothing yet."""
        order = self.quote((self.night, 10, 0))
        self.as_(self.rep, order).action_confirm()
        lines = self.as_(self.rep, self.env["sale.order.line"])
        with self.assertRaisesRegex(UserError, FALLS):
            lines.create(self.back(self.night, 1, 900) | {"order_id": order.id})
        lines.create(self.back(self.night, 1, 100) | {"order_id": order.id})
        other = self.env["res.partner"].create({"name": "Bamboo Printing", "is_company": True})
        order = self.quote((self.night, 10, 0), self.back(self.night, 1, 900), partner_id=other.id)
        self.assertEqual(self.discount(order), 90)

    def test_bought_by_the_dozen_in_another_currency(self):
        """R053: what was paid is compared for the same unit, in the same currency."""
        currency = self.env["res.currency"].create({"name": "XTE", "symbol": "X"})
        self.env["res.currency.rate"].create({"currency_id": currency.id, "rate": 2, "company_id": self.company.id})
        foreign = self.env["product.pricelist"].create({"name": "X", "currency_id": currency.id})
        dozen = self.env.ref("uom.product_uom_dozen")
        bought = {"product_id": self.night.id, "product_uom_id": dozen.id, "price_unit": 2400}
        self.as_(self.director, self.quote(bought, pricelist_id=foreign.id, employee=self.director)).action_confirm()
        self.assertEqual(self.discount(self.quote((self.hall, 2, 0), self.back(self.night, 12, 100))), 0)
        self.assertEqual(self.discount(self.quote((self.hall, 2, 0), self.back(self.night, 13, 100))), 10)

    def test_typed(self):
        """R053: goods that come back, typed, change at once what is said of the others."""
        order = self.quote((self.night, 10, 0), (self.night, 2, 0))
        with Form(self.as_(self.rep, order)) as form:
            with form.order_line.new() as line:
                line.product_id = self.hall
                line.product_uom_qty = -1
            self.assertEqual(form.sales_office_price_state, "beyond")
            with form.order_line.edit(0) as line:
                self.assertIn("points over", line.sales_office_price_note)
            form.order_line.remove(2)
            with form.order_line.edit(0) as line:
                self.assertFalse(line.sales_office_price_note)

    def test_tax_put_into_the_price(self):
        """R053: who sells takes no tax out of the price that the house asks on top."""
        names = ("on top", "included", "more included")
        taxes = self.env["account.tax"].create(
            [
                {
                    "name": name,
                    "amount": amount,
                    "company_id": self.company.id,
                    "price_include_override": "tax_excluded" if name == "on top" else "tax_included",
                }
                for name, amount in zip(names, (25, 25, 60), strict=True)
            ]
        )
        on_top, included, more = taxes
        for own, typed, discount in (
            (on_top, on_top, 0),
            (on_top, included, 20),
            (self.env["account.tax"], included, 20),
            (included, included, 0),
            (included, more, 21.88),
        ):
            with self.subTest(f"{own.name} {typed.name}"):
                self.night.taxes_id = own
                order = self.quote({"product_id": self.night.id, "tax_ids": [Command.set(typed.ids)]})
                self.assertEqual(self.discount(order), discount)

    def test_dear_option_beside_a_discount(self):
        """R053: a discount in money is judged as if the customer leaves out what is optional, as they may."""
        section = {"display_type": "line_section", "name": "Options", "is_optional": True, "sequence": 20}
        off = {"product_id": self._create_product("Off", 0, 0).id, "price_unit": -400, "sequence": 5}
        options = {"product_id": self.hall.id, "product_uom_qty": 18, "sequence": 30}
        order = self.quote({"product_id": self.night.id, "product_uom_qty": 10, "sequence": 1}, off, section, options)
        self.assertEqual((self.discount(order), self.state(order)), (40, "beyond"))
        self.as_(self.director, self.ask(order)).action_approve()
        order.order_line.filtered(lambda line: line.product_id == self.hall).product_uom_qty = 0
        self.assertEqual((self.discount(order), self.state(order)), (40, "approved"))

    def test_discount_that_it_is_not(self):
        """R053: a hall for 1 is no discount line because its data, which anybody writes over RPC, says so."""
        forged = {"computation_key": "global_discount,1"}
        cheap = {"product_id": self.hall.id, "price_unit": 1, "extra_tax_data": forged}
        self.assertEqual(self.discount(self.quote((self.night, 10, 0), cheap)), 99.8)

    def test_nothing_ordered_and_much_delivered(self):
        """R053: of what is invoiced as delivered nobody orders none for 1 and has ten delivered."""
        self.hall.invoice_policy = "delivery"
        cheap = {"product_id": self.hall.id, "product_uom_qty": 0, "price_unit": 1}
        order = self.quote((self.night, 10, 0), cheap)
        self.as_(self.rep, order).action_confirm()
        none = self.as_(self.rep, order.order_line[1])
        with self.assertRaisesRegex(UserError, FALLS):
            none.qty_delivered = 10
        none.price_unit = 500
        none.qty_delivered = 10
        self.assertEqual([group.quantity for group in order._judge_price().quotation.groups], [10, 10])
        with self.assertRaisesRegex(UserError, FALLS):
            none.discount = 50

    def test_nothing_but_taken_off(self):
        """R053: a second quotation that sells nothing and takes something off is judged, and needs its own approval."""
        off = {"product_id": self._create_product("Off", 0, 0).id, "price_unit": -400}
        for line in (off, self.back(self.hall, 1, 500)):
            with self.subTest(line):
                order = self.as_(self.rep, self.quote(line))
                self.assertEqual(self.state(order), "beyond")
                with self.assertRaisesRegex(UserError, "only once it is approved"):
                    order.action_confirm()
        order = self.quote(off)
        self.as_(self.director, self.ask(order)).action_approve()
        self.assertEqual(self.state(order), "approved")
        order.order_line.price_unit = -500
        self.assertNotEqual(self.state(order), "approved")

    def test_one_dear_unit(self):
        """R053: that one was sold dear does not let all come back at its price."""
        self.as_(self.rep, self.quote((self.hall, 10, 0))).action_confirm()
        dear = {"product_id": self.hall.id, "product_uom_qty": 1, "price_unit": 5000}
        self.as_(self.rep, self.quote(dear)).action_confirm()
        self.as_(self.rep, self.quote(self.back(self.hall, 1, 5000))).action_confirm()
        order = self.quote((self.night, 100, 0), self.back(self.hall, 10, 1400))
        self.assertEqual(self.state(order), "beyond")
