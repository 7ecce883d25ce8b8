"""What limits cost while somebody types, and where nobody has any. R053."""

from odoo.tests import Form

from ..common import PriceCommon


class TestPriceSpeed(PriceCommon):
    def _queries(self, order, discount):
        """Return the queries of one discount typed in the first line, as in a request of its own."""
        form = Form(self.as_(self.rep, order))
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        with form.order_line.edit(0) as line:
            line.discount = discount
        return self.cr.sql_log_count - before

    def _switch(self, on):
        room = self.env.ref("sales_office_policy.room_order")
        rooms = self.company.sales_office_room_ids
        self.company.sales_office_room_ids = rooms | room if on else rooms - room

    def _quote(self, lines, **values):
        """Return a quotation of so many lines, without a price list unless one is given."""
        goods = [(self.night if number % 2 else self.hall, 1, 0) for number in range(lines)]
        return self.quote(*goods, **{"pricelist_id": False, **values})

    def _cost(self, lines, discount, **values):
        """Return the queries more with the room than without."""
        order = self._quote(lines, **values)
        costs = []
        for on in (False, True):
            self._switch(on)
            self._queries(order, discount)  # fills the registry's caches
            costs.append(self._queries(order, discount))
        return costs[1] - costs[0]

    def test_typing(self):
        """R053: a discount typed within limits costs one query at most, in ten lines as in a hundred."""
        for lines in (10, 100):
            with self.subTest(lines):
                self.assertLessEqual(self._cost(lines, 3), 1)

    def test_typing_above_a_floor(self):
        """R053: where there are floors, that query is for the costs."""
        self.rep_limit.write({"has_floor": True, "min_margin": 10})
        self.assertLessEqual(self._cost(20, 3), 1)

    def test_typing_beyond(self):
        """R053: beyond limits no more, unless somebody asked for an approval."""
        self.assertLessEqual(self._cost(20, 9), 1)

    def test_price_list(self):
        """R053: with a price list its rules and the customer's own list are asked for, however many lines there are."""
        house = self.env["product.pricelist"].create({"name": "House", "company_id": self.company.id})
        few, many = (self._cost(lines, 3, pricelist_id=house.id) for lines in (10, 40))
        self.assertEqual(few, many)
        self.assertLessEqual(many, 4)

    def test_confirming(self):
        """R053: confirming ten or forty lines costs one query at most."""
        for lines in (10, 40):
            costs = {}
            for on in (False, True):
                self._switch(on)
                for _time in range(2):
                    order = self.as_(self.rep, self._quote(lines))
                    self.env.flush_all()
                    self.env.invalidate_all()
                    before = self.cr.sql_log_count
                    order.action_confirm()
                    self.env.flush_all()
                    costs[on] = self.cr.sql_log_count - before
            self.assertLessEqual(costs[True] - costs[False], 1)
