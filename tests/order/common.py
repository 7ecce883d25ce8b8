"""The office of ``tests/common.py`` with price limits: who may give what.

post              highest discount   beyond
----------------  -----------------  --------------
representative    5 %                needs approval
team leader       10 %               needs approval
manager           20 %               needs approval
director          any

A night is listed at 100 and costs 60, a hall at 500 and costs 200; neither has taxes. The customer has no list, terms
or grade of their own.
"""

from odoo.fields import Command

from ..common import SalesOfficeCommon


class PriceCommon(SalesOfficeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        discounts = cls.env.ref("sale.group_discount_per_so_line") | cls.env.ref(
            "sale_management.group_sale_order_template"
        )
        cls.env.ref("base.group_user").implied_ids += discounts
        cls.customer = cls.env["res.partner"].create({"name": "Maple Leaf Software", "is_company": True})
        cls.goods = cls.env["product.category"].create({"name": "Rooms"})
        cls.night = cls._create_product("Night", 100, 60)
        cls.hall = cls._create_product("Hall", 500, 200)
        cls.limits = cls.env["sales.office.discount.limit"]
        cls.rep_limit = cls._limit("representative", 5)
        cls.leader_limit = cls._limit("team_leader", 10)
        cls.manager_limit = cls._limit("manager", 20)
        cls.approvals = cls.env["sales.office.price.approval"]

    @classmethod
    def _limit(cls, post, max_discount, **values):
        return cls.limits.create(
            {"post": post, "max_discount": max_discount, "reaction": "block", "company_id": cls.company.id, **values}
        )

    @classmethod
    def _create_product(cls, name, price, cost, **values):
        return cls.env["product.product"].create(
            {
                "name": name,
                "type": "service",
                "list_price": price,
                "standard_price": cost,
                "categ_id": cls.goods.id,
                "company_id": cls.company.id,
                "taxes_id": [Command.clear()],
                **values,
            }
        )

    def quote(self, *lines, employee=None, **values):
        """Return a quotation (sudo) that ``employee`` made; lines are ``(product, quantity, discount)`` or values."""
        employee = employee or self.rep
        commands = []
        for line in lines or [(self.night, 10, 0)]:
            if not isinstance(line, dict):
                product, quantity, discount = line
                line = {"product_id": product.id, "product_uom_qty": quantity, "discount": discount}
            commands.append(Command.create(line))
        order = self.as_(employee, self.env["sale.order"]).create(
            {"partner_id": self.customer.id, "order_line": commands, **values}
        )
        return order.sudo().with_user(self.env.user).with_context(self.env.context)

    def ask(self, order, reason="The competitor offers as much", employee=None):
        """Ask for the price of a quotation as its salesperson; return the approval (sudo)."""
        found = self.as_(employee or self.rep, self.approvals).action_request(
            self.as_(employee or self.rep, order), reason
        )
        return found.sudo().with_user(self.env.user).with_context(self.env.context)

    def state(self, order, employee=None):
        return self.as_(employee or self.rep, order).sales_office_price_state

    def text(self, order, employee=None):
        return self.as_(employee or self.rep, order).sales_office_price_text or ""
