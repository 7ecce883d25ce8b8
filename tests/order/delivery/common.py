from odoo.fields import Command

from ...common import SalesOfficeCommon


class DeliveryCommon(SalesOfficeCommon):
    """The office on Monday, 2 March 2026, 10:00, with goods to deliver; a check can be run over March."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if "stock.warehouse" in cls.env:  # with sale_stock
            cls.env["stock.warehouse"].create({"name": "Harbour", "code": "HARB", "company_id": cls.company.id})
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

    def deliver(self, lines):
        """Have lines delivered completely: by moving goods where sale_stock is installed, by hand elsewhere."""
        for line in lines:
            if line.qty_delivered_method == "stock_move":
                self._move(line.move_ids.filtered(lambda move: move.state not in ("done", "cancel")))
            else:
                line.qty_delivered = line.product_uom_qty
        self.env.flush_all()

    def take_back(self, line, quantity):
        """Have the customer send so many back."""
        if line.qty_delivered_method == "stock_move":
            picking = line.move_ids.picking_id
            dialog = self.env["stock.return.picking"].create({"picking_id": picking.id})
            dialog.product_return_moves.quantity = quantity
            self._move(dialog._create_return().move_ids)
        else:
            line.qty_delivered -= quantity
        self.env.flush_all()

    def _move(self, moves):
        for move in moves:
            move.quantity = move.product_uom_qty
        moves.picked = True
        moves._action_done()

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
