from odoo.fields import Command

from ...common import SalesOfficeCommon


class DeliveryCommon(SalesOfficeCommon):
    """The office on Monday, 2 March 2026, 10:00, with goods to deliver; a check can be run over March."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer = cls.env["res.partner"].create({"name": "Lotus Travel", "is_company": True})
        cls.hamper = cls.env["product.product"].create({"name": "Hamper", "type": "consu", "taxes_id": False})
        cls.advice = cls.env["product.product"].create({"name": "Advice", "type": "service", "taxes_id": False})

    def order(self, *quantities, confirm=True, product=None, **values):
        """Return a confirmed order of Rob's with a line of hampers for each quantity."""
        lines = [
            Command.create({"product_id": (product or self.hamper).id, "product_uom_qty": quantity, "price_unit": 10})
            for quantity in quantities
        ]
        order = self.as_(self.rep, self.env["sale.order"]).create(
            {"partner_id": self.customer.id, "order_line": lines, **values}
        )
        if confirm:
            order.action_confirm()
        return order

    def switch_on(self, code):
        check = self.env.ref(f"sales_office_policy.check_{code}")
        check.write({"mode": "suspect", "enforced_from": "2026-01-01"})
        return check

    def find(self, check):
        self.env.invalidate_all()  # what depends on the day was asked on another one
        check.run("2026-03-01", "2026-03-31")
        findings = self.env["sales.office.finding"].search([("check_id", "=", check.id), ("state", "=", "open")])
        return [(finding.employee_id.name, str(finding.date)) for finding in findings]

    def today(self, employee):
        lines = self.as_(employee, self.env["sales.office.today"]).get_lines()
        return {line["key"]: line for line in lines if line["room"] == "order"}
