from threading import Thread
from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import mute_logger

from ...race import RaceCase


@tagged("post_install", "-at_install", "standard")
class TestCreditRace(RaceCase):
    """Two who share out the credit of one order at once: real connections and commits, cleaned up by hand."""

    def setUp(self):
        super().setUp()
        with self.registry.cursor() as cr:
            env = self._env(cr)
            people = env["hr.employee"].create([{"name": f"Race {number}"} for number in range(3)])
            partner = env["res.partner"].create({"name": "Race"})
            order = env["sale.order"].create({"partner_id": partner.id, "user_id": False})
            self.order_id, self.people = order.id, people.ids
            self.made = [(record._name, record.id) for record in (order, *people, partner)]
        self.addCleanup(self._clean_up)

    def _clean_up(self):
        with self.registry.cursor() as cr:
            env = self._env(cr)
            for model, id_ in self.made:
                env[model].browse(id_).unlink()

    def _split(self, env, shares):
        people = env["hr.employee"].browse(self.people)
        order = env["sale.order"].browse(self.order_id)
        order.action_split_credit({people[number]: percent for number, percent in shares.items()})

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_shared_out_twice_at_once(self):
        """R133: whoever comes second replaces what the first shared out; the shares add up to 100 in any case."""
        second = Thread(target=self._request, args=(self._split, {2: 100}))
        with patch("odoo.service.model.time.sleep"), self.registry.cursor() as cr:
            self._split(self._env(cr), {0: 60, 1: 40})
            cr.flush()
            second.start()
            second.join(timeout=1)
            self.assertTrue(second.is_alive(), "The second waits for the first")
            cr.commit()
            second.join(timeout=20)
        with self.registry.cursor() as cr:
            order = self._env(cr)["sale.order"].browse(self.order_id)
            self.assertEqual(order.sales_office_split_ids.mapped("percent"), [100])
