"""Costs and margins, where a company hides them from its salespeople. R053 R135."""

from lxml import etree

from odoo.exceptions import AccessError

from ..common import PriceCommon


class TestHiddenMargin(PriceCommon):
    def setUp(self):
        super().setUp()
        self.order = self.quote((self.night, 10, 0))

    def hide(self, hidden=True):
        settings = self.as_(self.policy_admin, self.env["sales.office.settings"]).create({})
        settings.sales_office_hide_margin = hidden

    def fields_in(self, employee, view_type):
        arch = self.as_(employee, self.env["sale.order"]).get_view(view_type=view_type)["arch"]
        return {node.get("name") or node.get("for") for node in etree.fromstring(arch).iter("field", "label")}

    def test_seen_by_everybody_at_first(self):
        """R053: nothing changes until a company says so."""
        order = self.as_(self.rep, self.order)
        self.assertEqual((order.margin, order.order_line.purchase_price), (400, 60))
        self.assertIn("margin", self.fields_in(self.rep, "form"))

    def test_hidden_from_salespeople(self):
        """R053: hidden, no form, read, search or analysis tells a rep or team leader; a manager reads it."""
        self.hide()
        for employee in (self.rep, self.leader):
            order, report = self.as_(employee, self.order), self.as_(employee, self.env["sale.report"])
            for read in (
                lambda order=order: order.read(["margin"]),
                lambda order=order: order.order_line.read(["purchase_price"]),
                lambda order=order: order.search([("margin", ">", 0)]),
                lambda order=order: order._read_group([], ["partner_id"], ["margin:sum"]),
                lambda report=report: report._read_group([], ["partner_id"], ["margin:sum"]),
            ):
                with self.assertRaises(AccessError):
                    read()
            self.assertFalse({"margin", "margin_percent", "purchase_price"} & self.fields_in(employee, "form"))
        self.assertEqual(self.as_(self.manager, self.order).margin, 400)
        self.assertEqual(
            self.as_(self.finance, self.order).sudo(False)._fields["margin"].groups, "sales_office_policy.group_margin"
        )

    def test_selling_goes_on(self):
        """R053: a rep who reads no margin still makes, changes and confirms quotations; margins are computed."""
        self.hide()
        order = self.quote((self.night, 5, 4))
        self.as_(self.rep, order.order_line).write({"product_uom_qty": 6, "discount": 4})
        self.as_(self.rep, order).action_confirm()
        self.assertEqual(order.margin, 6 * 36)

    def test_shown_again(self):
        """R053: switched off, or the room with it, everybody reads margins again."""
        self.hide()
        self.hide(False)
        self.assertEqual(self.as_(self.rep, self.order).margin, 400)
        self.hide()
        self.company.sales_office_room_ids -= self.env.ref("sales_office_policy.room_order")
        self.assertEqual(self.as_(self.rep, self.order).margin, 400)
