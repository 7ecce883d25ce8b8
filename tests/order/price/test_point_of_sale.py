"""Costs at a till:
``SALES_OFFICE_BESIDE=pos_sale ./dev test -m "pos or not (attack or loyalty or stock)" tests/order/price``.

That runs all tests of prices where there are tills and goods are moved; these are about what there is only then.
"""

import pytest

from odoo.exceptions import AccessError

from ..common import PriceCommon

pytestmark = pytest.mark.pos


class TestPointOfSale(PriceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.till = cls.env["pos.config"].create({"name": "Gift Shop", "company_id": cls.company.id})
        cls.night.available_in_pos = True
        cls.keeper = cls.outsider
        cls.keeper.user_id.group_ids += cls.env.ref("point_of_sale.group_pos_user")
        cls.company.sales_office_hide_margin = True

    def _load(self, employee, model):
        """Return what a till that somebody opens is told of a product."""
        goods = self.as_(employee, self.night)
        goods = goods if model == "product.product" else goods.product_tmpl_id
        return goods._load_pos_data_read(goods, self.as_(employee, self.till).sudo())

    def test_at_the_till(self):
        """R053: who works at a till is told costs, which it counts prices and margins with: it opens, and sells."""
        for model in ("product.product", "product.template"):
            (told,) = self._load(self.keeper, model)
            self.assertEqual(told["standard_price"], 60)

    def test_told_nobody_else(self):
        """R053 R135: hidden, a rep is told no cost by the door of a till, nor what was earned at it."""
        for model in ("product.product", "product.template"):
            with self.assertRaisesRegex(AccessError, "enough rights to access the field"):
                self._load(self.rep, model)
        for model in ("pos.order", "pos.order.line", "report.pos.order"):
            with self.assertRaisesRegex(AccessError, "not allowed to access"):
                self.as_(self.rep, self.env[model]).search([])

    def test_value_of_the_stock(self):
        """R053 R135: nor what is in stock is worth, all of it or a unit."""
        for name in ("avg_cost", "total_value"):
            with self.assertRaisesRegex(AccessError, "enough rights to access the field"):
                self.as_(self.rep, self.night).read([name])
            self.as_(self.keeper, self.night).read([name])
