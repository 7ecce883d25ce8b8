"""What was granted as data, and what it covers later: plain functions, no database. R053 R096."""

import json
import unittest

from odoo.addons.sales_office_policy.models.order.price import snapshot
from odoo.addons.sales_office_policy.models.order.price.effective import SOLD, Item, group_items
from odoo.addons.sales_office_policy.models.order.price.limits import Limit, Quotation, get_blocking, judge, may_give

YUAN = 7
TABLE = [
    Limit(1, "representative", max_discount=5, max_term_days=30, min_prepayment=20),
    Limit(2, "team_leader", max_discount=15),
]


def item(amount, quantity=10):
    return Item("line", "room", SOLD, quantity, 100.0 * quantity, amount * quantity, 60.0 * quantity)


def quote(*items, **values):
    return Quotation(tuple(group_items(items)), {"room": (1, 2)}, prepayment=20, **values)


def covers(kept, quotation, *items):
    blocking = get_blocking(judge(quotation, TABLE, "representative"))
    return snapshot.covers(kept, blocking, quotation, YUAN, items)


class TestSnapshot(unittest.TestCase):
    def setUp(self):
        self.kept = snapshot.take(quote(item(80.0)), YUAN, [item(80.0)], 0)

    def test_kept_as_data(self):
        """R053: what comes back from the database is what was put there."""
        data = json.loads(json.dumps(self.kept.to_json()))
        self.assertEqual(snapshot.from_json(data), self.kept)

    def test_not_worse(self):
        """R053: 80 was granted: 85 and more of it is covered, 79 or less of it is not."""
        for amount, quantity, covered in ((80.0, 10, True), (85.0, 12, True), (79.0, 10, False), (80.0, 9, False)):
            with self.subTest(amount=amount, quantity=quantity):
                sold = item(amount, quantity)
                self.assertEqual(covers(self.kept, quote(sold), sold), covered)

    def test_terms(self):
        """R096: 45 days were granted with the price: 45 are covered, 60 are not, nor is nothing prepaid."""
        sold = item(80.0)
        kept = snapshot.take(quote(sold, term_days=45), YUAN, [sold], 0)
        self.assertTrue(covers(kept, quote(sold, term_days=45), sold))
        self.assertFalse(covers(kept, quote(sold, term_days=60), sold))
        self.assertFalse(covers(kept, quote(sold, term_days=45)._replace(prepayment=0), sold))

    def test_counter_offer(self):
        """R053: 20 % was asked and 12 % offered: 88 is covered and 80 is not; the leader may offer it, not give 20."""
        offered = snapshot.counter(self.kept, 12)
        self.assertTrue(covers(offered, quote(item(88.0)), item(88.0)))
        self.assertFalse(covers(offered, quote(item(80.0)), item(80.0)))
        self.assertTrue(may_give(offered.quotation, TABLE, "team_leader"))
        self.assertFalse(may_give(self.kept.quotation, TABLE, "team_leader"))
