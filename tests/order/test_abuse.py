"""What people try, each with the sentence they read.

What is tried in one place only stands in the tests of that place: prices raised and cut, costs lowered in the
quotation, split, copied and backdated quotations in ``test_priced_order``; a changed price, a deputy's own and a
second decision in ``test_price_approval`` and ``test_price_race``; mandates that ended and signatures dated back in
``test_signing``; somebody else's contract in ``test_filing``.
"""

from odoo.exceptions import AccessError, UserError

from .common import PriceCommon


class TestAbuse(PriceCommon):
    def test_list_price_of_the_product(self):
        """R053: a rep raises no list price and lowers no cost of a product; they are not theirs to write."""
        for product in (self.night, self.night.product_tmpl_id):
            for values in ({"list_price": 200}, {"standard_price": 1}):
                with self.assertRaisesRegex(AccessError, "not allowed to modify 'Product"):
                    self.as_(self.rep, product).write(values)

    def test_list_price_raised_after_the_approval(self):
        """R053: whoever keeps the products raises the list: that makes nobody's price a discount that was not asked."""
        order = self.quote((self.night, 10, 8))
        self.as_(self.leader, self.ask(order)).action_approve()
        self.night.list_price = 120
        self.assertEqual(self.state(order), "approved")

    def test_lines_are_imported(self):
        """R053: lines that a file adds to an approved quotation are judged; to a confirmed one they are refused."""
        order = self.quote((self.night, 10, 8))
        self.as_(self.leader, self.ask(order)).action_approve()
        names = ["order_id/.id", "product_id/.id", "product_uom_qty", "discount"]
        rows = [[str(order.id), str(self.hall.id), "1", "50"]]
        lines = self.as_(self.rep, self.env["sale.order.line"])
        self.assertFalse(lines.load(names, rows)["messages"])
        self.assertEqual(self.state(order), "beyond")
        with self.assertRaisesRegex(UserError, "the customer gets this price only once it is approved"):
            self.as_(self.rep, order).action_quotation_sent()
        order.order_line[-1].unlink()
        self.as_(self.rep, order).action_confirm()
        result = lines.load(names, rows)
        self.assertIn("its price falls no further without an approval", result["messages"][0]["message"])

    def test_approval_of_another_quotation(self):
        """R053: what was approved holds for its quotation: a copy of it has to be asked for."""
        order = self.quote((self.night, 10, 8))
        self.as_(self.leader, self.ask(order)).action_approve()
        copy = self.as_(self.rep, order).copy()
        self.assertFalse(copy.sudo().sales_office_price_approval_ids)
        with self.assertRaisesRegex(UserError, "the customer gets this price only once it is approved"):
            copy.action_quotation_sent()

    def test_approvals_are_not_moved(self):
        """R053: an approval is neither hung on another quotation nor made for one, over RPC or by an import."""
        order, other = self.quote((self.night, 10, 8)), self.quote((self.night, 10, 8))
        approval = self.ask(order)
        self.as_(self.leader, approval).action_approve()
        for employee in (self.rep, self.leader, self.manager, self.director):
            with self.assertRaises(AccessError):
                self.as_(employee, approval).write({"order_id": other.id})
            with self.assertRaises(AccessError):
                self.as_(employee, other).write({"sales_office_price_approval_ids": [(4, approval.id)]})
        self.assertEqual(approval.order_id, order)
