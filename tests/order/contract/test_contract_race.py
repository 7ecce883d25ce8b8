from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...race import RaceCase


@tagged("post_install", "-at_install", "standard")
class TestContractRace(RaceCase):
    """Two orders called off one contract at once: real connections and real commits, cleaned up by hand."""

    def setUp(self):
        super().setUp()
        with self.registry.cursor() as cr:
            env = self._env(cr)
            room = env.ref("sales_office_policy.room_order")
            self.uses = room in env.company.sales_office_room_ids
            env.company.sales_office_room_ids |= room
            department = env["hr.department"].create({"name": "Race office", "is_sales_office": True})
            group = env.ref("sales_office_policy.group_representative")
            user = env["res.users"].create(
                {"name": "Racer", "login": "Contract racer", "group_ids": [Command.link(group.id)]}
            )
            employee = env["hr.employee"].create({"name": "Racer", "user_id": user.id, "department_id": department.id})
            customer = env["res.partner"].create({"name": "Race customer"})
            product = env["product.product"].create({"name": "Race room", "type": "service", "taxes_id": False})
            kind = env["sales.office.contract.kind"].create({"name": "Race", "is_framework": True})
            contract = env["sales.office.contract"].create(
                {
                    "name": "Race",
                    "employee_id": employee.id,
                    "kind_id": kind.id,
                    "partner_id": customer.id,
                    "amount": 1000,
                    "state": "signed",
                }
            )
            line = Command.create({"product_id": product.id, "price_unit": 600, "tax_ids": False})
            order = {"partner_id": customer.id, "user_id": user.id, "order_line": [line]}
            orders = env["sale.order"].create([order | {"sales_office_contract_id": contract.id}] * 2)
            self.user_id, self.order_ids = user.id, orders.ids
            made = (contract, kind, product, customer, employee, user, user.partner_id, department)
            self.made = [(record._name, record.id) for record in made]
        self.addCleanup(self._clean_up)

    def _clean_up(self):
        with self.registry.cursor() as cr:
            env = self._env(cr)
            orders = env["sale.order"].browse(self.order_ids)
            orders._action_cancel()
            orders.unlink()
            for model, id_ in self.made:
                env[model].browse(id_).unlink()
            if not self.uses:
                env.company.sales_office_room_ids -= env.ref("sales_office_policy.room_order")

    def _confirm(self, env, order_id):
        orders = env["sale.order"].with_user(self.user_id).with_context(allowed_company_ids=env.company.ids)
        orders.browse(order_id).action_confirm()

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_called_off_by_one(self):
        """R077: of two orders that are confirmed at once the second is told what is left."""
        first, second = self.order_ids
        told = self._second_waits(lambda env: self._confirm(env, first), lambda env: self._confirm(env, second))
        self.assertRegex(told, "has .*400.00 left to call off")
