"""Orders of one customer that are confirmed at once: real connections and real commits, cleaned up by hand."""

from odoo.fields import Command

from ..race import RaceCase


class OrderRaceCase(RaceCase):
    """Two orders of 600 of one customer, ``order_ids``, by the user of ``user_id``."""

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
                {"name": "Racer", "login": "Order racer", "group_ids": [Command.link(group.id)]}
            )
            employee = env["hr.employee"].create({"name": "Racer", "user_id": user.id, "department_id": department.id})
            customer = env["res.partner"].create({"name": "Race customer"})
            product = env["product.product"].create({"name": "Race room", "type": "service", "taxes_id": False})
            made, values = self._prepare(env, employee, customer)
            line = Command.create({"product_id": product.id, "price_unit": 600, "tax_ids": False})
            order = {"partner_id": customer.id, "user_id": user.id, "order_line": [line]}
            orders = env["sale.order"].create([order | values] * 2)
            self.user_id, self.order_ids = user.id, orders.ids
            made = (*made, product, customer, employee, user, user.partner_id, department)
            self.made = [(record._name, record.id) for record in made]
        self.addCleanup(self._clean_up)

    def _prepare(self, env, employee, customer):
        """Return what is to be deleted again, and values of both orders."""
        raise NotImplementedError

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

    def confirm_both(self):
        """Confirm the second order while the first is being confirmed; return what the second is told."""
        first, second = self.order_ids
        return self._second_waits(lambda env: self._confirm(env, first), lambda env: self._confirm(env, second))

    def _confirm(self, env, order_id):
        orders = env["sale.order"].with_user(self.user_id).with_context(allowed_company_ids=env.company.ids)
        orders.browse(order_id).action_confirm()
