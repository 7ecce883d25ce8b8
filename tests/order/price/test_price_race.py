from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.sales_office_policy.models.order.price import snapshot
from odoo.addons.sales_office_policy.models.order.price.effective import SOLD, Item, group_items
from odoo.addons.sales_office_policy.models.order.price.limits import Quotation

from ...race import RaceCase


@tagged("post_install", "-at_install", "standard")
class TestPriceRace(RaceCase):
    """Two who decide at once about a price: real connections and real commits, cleaned up by hand."""

    def setUp(self):
        super().setUp()
        with self.registry.cursor() as cr:
            env = self._env(cr)
            department = env["hr.department"].create({"name": "Race office", "is_sales_office": True})
            employee = env["hr.employee"].create({"name": "Racer", "department_id": department.id})
            customer = env["res.partner"].create({"name": "Race customer"})
            order = env["sale.order"].create({"partner_id": customer.id})
            item = Item("1", "1", SOLD, 10, 1000, 920)
            quotation = Quotation(tuple(group_items([item])), {})
            currency = order.currency_id.id
            approval = env["sales.office.price.approval"].create(
                {
                    "order_id": order.id,
                    "employee_id": employee.id,
                    "requested_by_id": env.uid,
                    "currency_id": currency,
                    "snapshot": snapshot.take(quotation, currency, [item], 0).to_json(),
                }
            )
            self.made = [(record._name, record.id) for record in (approval, order, customer, employee, department)]
            self.approval_id = approval.id
        self.addCleanup(self._clean_up)

    def _clean_up(self):
        with self.registry.cursor() as cr:
            env = self._env(cr)
            contact = env["hr.employee"].browse(self.made[3][1]).work_contact_id
            for model, id_ in self.made:
                env[model].browse(id_).unlink()
            contact.unlink()

    def _approval(self, env):
        return env["sales.office.price.approval"].browse(self.approval_id)

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_decided_once(self):
        """R053: of two who decide at once one does, and the other reads what became of it."""
        told = self._second_waits(
            lambda env: self._approval(env).action_approve(), lambda env: self._approval(env).action_refuse("No")
        )
        self.assertIn("is Approved; this needs: Asked For", told)
