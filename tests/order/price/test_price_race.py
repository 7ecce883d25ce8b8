from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.sales_office_policy.models.order.price import snapshot
from odoo.addons.sales_office_policy.models.order.price.effective import SOLD, Item, group_items
from odoo.addons.sales_office_policy.models.order.price.limits import Quotation

from ...race import RaceCase
from ..order_race import OrderRaceCase


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


@tagged("post_install", "-at_install", "standard")
class TestAskedTwice(OrderRaceCase):
    """A salesperson who presses the button twice, of a quotation whose price was asked for before."""

    def setUp(self):
        super().setUp()
        with self.registry.cursor() as cr:
            orders = self._env(cr)["sale.order"].browse(self.order_ids)
            orders.order_line.product_id.list_price = 1000
            orders.sales_office_price_asked = True

    def _prepare(self, env, employee, customer):
        group = env.ref("sales_office_policy.group_manager")
        user = env["res.users"].create({"name": "Boss", "login": "Race boss", "group_ids": [Command.link(group.id)]})
        manager = env["hr.employee"].create({"name": "Boss", "user_id": user.id})
        employee.department_id.manager_id = manager
        limit = {"post": "representative", "max_discount": 5, "reaction": "block", "company_id": env.company.id}
        limit = env["sales.office.discount.limit"].create(limit)
        return (limit, manager, user, user.partner_id), {}

    def _clean_up(self):
        with self.registry.cursor() as cr:
            approvals = self._env(cr)["sales.office.price.approval"]
            approvals.search([("order_id", "in", self.order_ids)]).unlink()
        super()._clean_up()

    def _ask(self, env):
        approvals = env["sales.office.price.approval"].with_user(self.user_id)
        approvals = approvals.with_context(allowed_company_ids=env.company.ids)
        approvals.action_request(approvals.env["sale.order"].browse(self.order_ids[0]), "Others offer as much")

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_asked_once(self):
        """R053: what is asked for twice at once is asked once, and the second is told that it waits."""
        self.assertIn("Waits for Boss", self._second_waits(self._ask, self._ask))
        with self.registry.cursor() as cr:
            approvals = self._env(cr)["sales.office.price.approval"].search([("order_id", "in", self.order_ids)])
            self.assertEqual(approvals.mapped("state"), ["requested"])
