"""Costs and margins, where a company hides them from its salespeople. R053 R135."""

import re
from unittest.mock import patch

from lxml import etree

from odoo.exceptions import AccessError

from odoo.addons.sales_office_policy.models.order.cost import beside

from ..common import PriceCommon

#: what is called after a cost or margin and tells a rep none of a product
HARMLESS = {
    *(f"report.paperformat.margin_{side}" for side in ("top", "bottom", "left", "right")),
    "sales.office.complaint.cost",  # what was given back for a complaint
    *("sales.office.supply.move.cost", "sales.office.supply.unit_cost"),  # of paper and pens
}
TELLING = re.compile(r"(^|_)(cost|margin|standard_price|purchase_price|inventory_value)(_|$)")


class TestHiddenMargin(PriceCommon):
    def setUp(self):
        super().setUp()
        self.order = self.quote((self.night, 10, 0))

    def hide(self, hidden=True):
        settings = self.as_(self.policy_admin, self.env["sales.office.settings"]).create({})
        settings.sales_office_hide_margin = hidden

    def fields_in(self, employee, view_type):
        arch = self.as_(employee, self.env["sale.order"]).get_view(view_type=view_type)["arch"]
        return {node.get("name") or node.get("for") for node in etree.fromstring(arch).iter("field", "label")}

    def test_seen_by_everybody_at_first(self):
        """R053: nothing changes until a company says so."""
        order = self.as_(self.rep, self.order)
        self.assertEqual((order.margin, order.order_line.purchase_price), (400, 60))
        self.assertIn("margin", self.fields_in(self.rep, "form"))

    def test_hidden_from_salespeople(self):
        """R053: hidden, no form, read, search or analysis tells a rep or team leader; a manager reads it."""
        self.hide()
        for employee in (self.rep, self.leader):
            order, report = self.as_(employee, self.order), self.as_(employee, self.env["sale.report"])
            for read in (
                lambda order=order: order.read(["margin"]),
                lambda order=order: order.order_line.read(["purchase_price"]),
                lambda order=order: order.search([("margin", ">", 0)]),
                lambda order=order: order._read_group([], ["partner_id"], ["margin:sum"]),
                lambda report=report: report._read_group([], ["partner_id"], ["margin:sum"]),
            ):
                with self.assertRaises(AccessError):
                    read()
            self.assertFalse({"margin", "margin_percent", "purchase_price"} & self.fields_in(employee, "form"))
        self.assertEqual(self.as_(self.manager, self.order).margin, 400)
        self.assertEqual(
            self.as_(self.finance, self.order).sudo(False)._fields["margin"].groups, "sales_office_policy.group_margin"
        )

    def test_selling_goes_on(self):
        """R053: a rep who reads no margin still makes, changes and confirms quotations; margins are computed."""
        self.hide()
        order = self.quote((self.night, 5, 4))
        self.as_(self.rep, order.order_line).write({"product_uom_qty": 6, "discount": 4})
        self.as_(self.rep, order).action_confirm()
        self.assertEqual(order.margin, 6 * 36)

    def test_shown_again(self):
        """R053: switched off, or the room with it, everybody reads margins again."""
        self.hide()
        self.hide(False)
        self.assertEqual(self.as_(self.rep, self.order).margin, 400)
        self.hide()
        self.company.sales_office_room_ids -= self.env.ref("sales_office_policy.room_order")
        self.assertEqual(self.as_(self.rep, self.order).margin, 400)

    def _read_cost(self, employee):
        """Yield what tells the employee a cost, by each of the doors, for a product and its template."""
        for product in (self.night, self.night.product_tmpl_id):
            mine = self.as_(employee, product)
            yield lambda mine=mine: mine.read(["standard_price"])
            yield lambda mine=mine: mine.search_read([("id", "=", mine.id)], ["standard_price"])
            yield lambda mine=mine: mine.search([("standard_price", ">", 50)])
            yield lambda mine=mine: mine.web_read({"standard_price": {}})
            yield lambda mine=mine: mine.export_data(["standard_price"])
        night = self.as_(employee, self.night)
        yield lambda: night.search([], order="standard_price")
        yield lambda: night._read_group([], ["categ_id"], ["standard_price:sum"])
        yield lambda: night.formatted_read_group([], ["categ_id"], ["standard_price:avg"])
        line = self.as_(employee, self.order.order_line)
        yield lambda: line.search([("product_id.standard_price", ">", 50)])
        yield lambda: line.export_data(["product_id/standard_price"])
        yield lambda: line.search([("product_template_id.standard_price", ">", 50)])

    def test_costs_of_products(self):
        """R053 R135: hidden, no read, search, order, group, export or form tells a rep what a product costs."""
        self.rep.user_id.group_ids += self.env.ref("base.group_allow_export")
        self.leader.user_id.group_ids += self.env.ref("base.group_allow_export")
        for read in self._read_cost(self.rep):
            read()
        self.hide()
        for employee in (self.rep, self.leader):
            for number, read in enumerate(self._read_cost(employee)):
                with self.subTest(number), self.assertRaisesRegex(AccessError, "enough rights to access the field"):
                    read()
            for model in ("product.product", "product.template"):
                for view_type in ("form", "list"):
                    arch = self.as_(employee, self.env[model]).get_view(view_type=view_type)["arch"]
                    nodes = etree.fromstring(arch).iter("field", "label")
                    self.assertNotIn("standard_price", {node.get("name") or node.get("for") for node in nodes})
                self.assertNotIn("standard_price", self.as_(employee, self.env[model]).fields_get())
        self.assertEqual(self.as_(self.manager, self.night).standard_price, 60)

    def test_who_works_with_costs(self):
        """R053: who keeps products, stock or the accounts goes on with their costs."""
        self.hide()
        keeper = self.outsider.user_id
        with self.assertRaisesRegex(AccessError, "enough rights to access the field"):
            self.night.with_user(keeper).read(["standard_price"])
        keeper.group_ids += self.env.ref("product.group_product_manager")
        self.assertEqual(self.night.with_user(keeper).standard_price, 60)

    def test_a_module_that_comes_later(self):
        """R053: so does who works with costs by a module that is installed after they were hidden; nobody else."""
        self.hide()
        keeper, margin = self.env.ref("product.group_product_manager"), self.env.ref("sales_office_policy.group_margin")
        for updated, reads in (([], False), (["product"], True)):
            keeper.implied_ids -= margin
            with patch.object(self.registry, "updated_modules", updated):
                self.env["res.company"]._register_hook()
            self.assertEqual(margin in keeper.implied_ids, reads)
        self.assertNotIn(margin, self.env.ref("base.group_user").implied_ids)

    def test_modules_beside(self):
        """R053 R135: nor does a field of a module that is no dependency, where it is there."""
        product = self.registry["product.product"]
        with (
            patch.dict(beside.TELLING, {"product.product": {"volume"}, "no.such.model": {"value"}}, clear=True),
            patch.object(product, "_has_field_access", product._has_field_access),
            patch.object(product, "_sales_office_costs", None, create=True),
        ):
            del product._sales_office_costs
            beside.hide_costs(self.registry)
            self.assertEqual(self.as_(self.rep, self.night).volume, 0)
            self.hide()
            night = self.as_(self.rep, self.night)
            for read in (lambda: night.read(["volume"]), lambda: night.search([("volume", ">", -1)])):
                with self.assertRaisesRegex(AccessError, "enough rights to access the field"):
                    read()
            self.assertEqual(self.as_(self.manager, self.night).volume, 0)

    def test_prices_of_vendors(self):
        """R053 R135: nor does what a vendor asks for it, which is what it costs."""
        vendor = self.env["res.partner"].create({"name": "Linen Works"})
        price = self.env["product.supplierinfo"].create(
            {"partner_id": vendor.id, "product_tmpl_id": self.night.product_tmpl_id.id, "price": 60}
        )
        self.assertEqual(self.as_(self.rep, price).price, 60)
        self.hide()
        with self.assertRaisesRegex(AccessError, "doesn't have 'read' access"):
            self.as_(self.rep, price).read(["price"])
        self.assertFalse(self.as_(self.rep, price).search([("price", ">", 50)]))
        self.assertEqual(self.as_(self.manager, price).price, 60)

    def test_margins_of_invoices(self):
        """R053 R135: nor does the analysis of invoices tell a rep who makes them."""
        self.rep.user_id.group_ids += self.env.ref("account.group_account_invoice")
        report = self.as_(self.rep, self.env["account.invoice.report"])
        report._read_group([], [], ["price_margin:sum", "inventory_value:sum"])
        self.hide()
        for name in ("price_margin", "inventory_value"):
            with self.assertRaisesRegex(AccessError, "enough rights to access the field"):
                report._read_group([], [], [f"{name}:sum"])

    def test_expenses_go_on(self):
        """R053 R120: what an expense is paid at is no secret from who hands it in, where expenses are installed."""
        if "hr.expense" not in self.env:
            self.skipTest("expenses are not installed")
        taxi = self._create_product("Taxi", 0, 30, can_be_expensed=True)
        self.hide()
        expense = self.as_(self.rep, self.env["hr.expense"]).create(
            {"name": "To the fair", "product_id": taxi.id, "employee_id": self.rep.id}
        )
        self.assertTrue(expense.product_has_cost)
        self.assertEqual(expense.total_amount, 30)

    def test_nothing_else_tells_a_cost(self):
        """R053 R135: no number that is called after a cost or a margin is a rep's to read, in any model there is."""
        self.hide()
        told = set()
        for name in self.env.registry:
            model = self.as_(self.rep, self.env[name])
            if model._abstract or not model.has_access("read"):
                continue
            for field in model._fields.values():
                if field.type in ("float", "monetary") and TELLING.search(field.name):
                    told |= {f"{name}.{field.name}"} if model._has_field_access(field, "read") else set()
        self.assertEqual(told, HARMLESS)
