"""What a price makes of a cost, where a company hides costs from its salespeople. R053 R135."""

from lxml import etree

from odoo.exceptions import AccessError
from odoo.fields import Command

from ..common import PriceCommon

FORMULA = ("price_discount", "price_markup", "price_surcharge", "price_round", "price_min_margin", "price_max_margin")


class TestHiddenFormula(PriceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.ref("base.group_user").implied_ids += cls.env.ref("product.group_product_pricelist")
        formula = {"compute_price": "formula", "applied_on": "0_product_variant"}
        cls.list = cls.env["product.pricelist"].create(
            {
                "name": "House",
                "company_id": cls.company.id,
                "item_ids": [
                    Command.create(
                        {**formula, "base": "standard_price", "price_markup": 50, "product_id": cls.night.id}
                    ),
                    Command.create({**formula, "base": "list_price", "price_discount": 4, "product_id": cls.hall.id}),
                ],
            }
        )
        cls.of_cost = cls.list.item_ids.filtered(lambda item: item.base == "standard_price")
        cls.of_price = cls.list.item_ids - cls.of_cost

    def _read_formula(self, name):
        """Yield what tells the rep a part of a formula, by each of the doors."""
        item, pricelist = self.as_(self.rep, self.of_cost), self.as_(self.rep, self.list)
        yield lambda: item.read([name])
        yield lambda: item.web_read({name: {}})
        yield lambda: item.search_read([("id", "=", item.id)], [name])
        yield lambda: item.search([(name, ">", 0)])
        yield lambda: item.search([], order=name)
        yield lambda: item._read_group([], [name])
        yield lambda: item._read_group([], ["base"], [f"{name}:max"])
        yield lambda: item.formatted_read_group([], ["base"], [f"{name}:sum"])
        yield lambda: item.export_data([name])
        yield lambda: item.copy_data()
        yield lambda: pricelist.search([(f"item_ids.{name}", ">", 0)])
        yield lambda: pricelist.export_data([f"item_ids/{name}"])
        yield lambda: pricelist.web_read({"item_ids": {"fields": {name: {}}}})
        yield lambda: pricelist.copy_data()
        yield lambda: item.onchange({"base": "list_price"}, ["base"], {name: {}})

    def test_told_nobody(self):
        """R053 R135: hidden, no read, search, group, export or form tells a rep what a price makes of a cost."""
        self.rep.user_id.group_ids += self.env.ref("base.group_allow_export")
        self.company.sales_office_hide_margin = True
        for name in FORMULA:
            for number, read in enumerate(self._read_formula(name)):
                with self.subTest(f"{name} {number}"), self.assertRaises(AccessError):
                    read()
        item = self.as_(self.rep, self.of_cost)
        self.assertFalse({*FORMULA, "rule_tip"} & set(item.fields_get()))
        nodes = etree.fromstring(item.get_view(view_type="form")["arch"]).iter("field", "label")
        self.assertFalse({*FORMULA, "rule_tip"} & {node.get("name") or node.get("for") for node in nodes})
        self.assertEqual(self.as_(self.manager, self.of_cost).price_markup, 50)

    def test_label(self):
        """R053: the list says that such a price is calculated, and the others as ever; shown again, all of it."""
        rules = self.of_cost + self.of_price
        told = self.as_(self.manager, rules).mapped("price")
        self.assertIn("50 % markup", told[0])
        self.company.sales_office_hide_margin = True
        self.assertEqual(self.as_(self.rep, rules).mapped("price"), ["Calculated", told[1]])
        self.assertEqual(self.as_(self.manager, rules).mapped("price"), told)
        self.company.sales_office_hide_margin = False
        self.env.invalidate_all()
        self.assertEqual(self.as_(self.rep, rules).mapped("price"), told)

    def test_sold_by_it(self):
        """R053: a rep quotes the price, and changes the quantity, without reading what it is made of."""
        self.company.sales_office_hide_margin = True
        order = self.quote((self.night, 10, 0), (self.hall, 1, 0), pricelist_id=self.list.id)
        self.assertEqual(order.order_line.mapped("price_unit"), [90, 480])
        self.as_(self.rep, order.order_line[0]).product_uom_qty = 2
        self.assertEqual(order.order_line[0].price_unit, 90)

    def test_of_a_price(self):
        """R053: what begins with a price of a list, code reads as the rep as it did before."""
        self.company.sales_office_hide_margin = True
        self.assertEqual(self.as_(self.rep, self.of_price).price_discount, 4)

    def test_queries(self):
        """R053 R137: that the formula is hidden costs as many queries for two products as for twenty-two."""
        self.company.sales_office_hide_margin = True
        more = self.env["product.product"].union(*(self._create_product(f"Room {n}", 100, 60) for n in range(20)))
        self.list.item_ids = [
            Command.create(
                {
                    "compute_price": "formula",
                    "applied_on": "0_product_variant",
                    "base": "standard_price",
                    "price_markup": 20,
                    "product_id": product.id,
                }
            )
            for product in more
        ]
        few = self.night + self.hall
        self._count(few + more)
        self.assertEqual(self._count(few), self._count(few + more))

    def _count(self, products):
        products, pricelist = self.as_(self.rep, products), self.as_(self.rep, self.list)
        pricelist._get_products_price(products, 1)  # fills the registry's caches
        return self.count_queries(lambda: pricelist._get_products_price(products, 1))
