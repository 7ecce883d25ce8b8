"""With the room switched off nothing of it shows, for any role, and nothing of it is asked.

``busy.py`` has all there would be to show.
"""

import sys
from collections import Counter
from contextlib import contextmanager
from unittest.mock import patch

from freezegun import freeze_time
from lxml import etree

from odoo.models import BaseModel
from odoo.sql_db import Cursor

from .busy import BusyOffice
from .receivable.common import TODAY

ROOM = "odoo.addons.sales_office_policy.models.order"
#: Odoo's own screens that the room adds to
SCREENS = {
    "account.move": ("form", "list", "search"),
    "crm.lead": ("form", "list", "search"),
    "product.pricelist": ("form", "list"),
    "product.product": ("form", "list", "search"),
    "product.template": ("form", "list", "search"),
    "res.partner": ("form", "list", "search"),
    "sale.order": ("form", "list", "kanban", "search"),
    "sale.report": ("pivot", "graph", "search"),
}
#: actions of other rooms on these screens
OTHERS = {"sales_office_lead_snooze_action"}


def get_owned(model):
    """Return the names that the room adds to a model of Odoo: fields and methods, without those that were there."""
    ours, others = set(), set(vars(BaseModel))
    for cls in type(model).mro():
        names = set(vars(cls)) | {field.name for field in vars(cls).get("_field_definitions", ())}
        if cls.__module__.startswith(ROOM):
            ours |= names
        elif not cls.__module__.startswith("odoo.api") and cls is not type(model):
            others |= names
    return ours - others


@freeze_time(TODAY)
class TestRoomOff(BusyOffice):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.room = cls.env.ref("sales_office_policy.room_order")
        cls.people = {
            "representative": cls.rep,
            "team leader": cls.leader,
            "manager": cls.manager,
            "director": cls.director,
            "clerk": cls.clerk,
            "customer relations": cls.relations,
            "finance": cls.finance,
            "policy administrator": cls.policy_admin,
        }

    def switch_off(self):
        (self.company | self.company_valley).sales_office_room_ids -= self.room
        self.env.flush_all()
        self.env.invalidate_all()

    def _get_shown(self, employee):
        """Return what of the room Odoo's own screens show the employee, as ``(model, kind of view, name)``."""
        shown = set()
        for name, kinds in SCREENS.items():
            model = self.as_(employee, self.env[name])
            if not model.has_access("read"):
                continue
            owned = get_owned(self.env[name])
            for kind in kinds:
                arch = etree.fromstring(model.get_view(view_type=kind)["arch"])
                nodes = arch.iter("field", "button", "filter", "widget")
                names = {node.get("name") for node in nodes} & owned
                domains = {node.get("name"): node.get("domain") or "" for node in arch.iter("filter")}
                names |= {found for found, domain in domains.items() if any(f"'{one}" in domain for one in owned)}
                shown |= {(name, kind, found) for found in names}
        return shown

    def test_no_screen_shows_it(self):
        """R135: neither quotation, invoice, contact, product, price list, lead nor analysis has a trace of it."""
        before = {post: self._get_shown(employee) for post, employee in self.people.items()}
        self.assertGreater(len(before["representative"]), 10)
        self.switch_off()
        for post, employee in self.people.items():
            with self.subTest(post):
                self.assertFalse(self._get_shown(employee))

    def test_nothing_to_print_or_press(self):
        """R135: nor do the menus Print and Actions of those screens offer anything of it."""
        self.switch_off()
        for post, employee in self.people.items():
            models = [self.as_(employee, self.env[name]) for name in SCREENS]
            for model in models:
                with self.subTest(f"{post} {model._name}"):
                    offered = self._get_offered(model) if model.has_access("read") else set()
                    self.assertLessEqual(offered, OTHERS)

    def _get_offered(self, model):
        """Return the names of our actions that the form of a model offers."""
        form = model.get_views([(False, "form")], {"toolbar": True})["views"]["form"]
        ids = [action["id"] for kind in ("print", "action") for action in form.get("toolbar", {}).get(kind, ())]
        data = self.env["ir.model.data"].sudo()
        ours = [("module", "=", "sales_office_policy"), ("model", "=like", "ir.actions.%"), ("res_id", "in", ids)]
        return set(data.search(ours).mapped("name"))

    def test_today_is_silent(self):
        """R135: nobody's page has a line, a button or a question of it, whatever waits."""
        today = self.env["sales.office.today"]

        def get_lines():
            return {
                post: {line["key"] for line in self.as_(employee, today).get_lines() if line["room"] == "order"}
                for post, employee in self.people.items()
            }

        lines = get_lines()
        for post in ("representative", "team leader", "clerk", "finance"):
            self.assertTrue(lines[post], post)
        self.switch_off()
        self.assertEqual(get_lines(), dict.fromkeys(self.people, set()))

    def test_menus(self):
        """R135: no menu of the room, in the bar, under Configuration or under Reporting; its lists are not searched."""
        menus = self.env.ref("sales_office_policy.menu_order") | self.env.ref(
            "sales_office_policy.menu_configuration_order"
        )

        def get_menus(employee):
            loaded = self.as_(employee, self.env["ir.ui.menu"]).load_menus(False)
            of_room = self.env["ir.ui.menu"].search([("id", "child_of", menus.ids)])
            return {menu.name for menu in of_room if menu.id in loaded}

        self.assertTrue(get_menus(self.director))
        self.assertTrue(get_menus(self.policy_admin))
        self.switch_off()
        for post, employee in self.people.items():
            with self.subTest(post):
                self.assertFalse(get_menus(employee))

    def test_settings(self):
        """R135: the block of the room goes with its switch."""
        page = self.as_(self.policy_admin, self.env["sales.office.settings"])
        self.assertIn("[order]", page.create({}).used_rooms)
        self.switch_off()
        self.assertNotIn("[order]", page.create({}).used_rooms)

    def test_nothing_is_said_and_nothing_stops(self):
        """R135: given away, and on no credit, a quotation is sent, printed, confirmed and changed."""
        self.env["sales.office.credit.rule"].create({"kind": "overdue_days", "days": 1, "reaction": "hold"})
        order = self._order(self, 10)
        with self.assertRaisesRegex(Exception, "only once it is approved"):
            order.action_quotation_sent()
        self.switch_off()
        self.assertFalse(order.sudo().sales_office_price_state or order.sudo().sales_office_credit_state)
        order.action_quotation_sent()
        self.env["ir.actions.report"].with_user(self.rep.user_id)._render_qweb_html("sale.report_saleorder", order.ids)
        order.action_confirm()
        order.order_line.write({"price_unit": 1, "product_uom_qty": 30})
        self.assertEqual((order.state, order.sudo().sales_office_price_given), ("sale", False))
        self.assertFalse(order.sudo().sales_office_price_approval_ids)

    @contextmanager
    def _noting(self):
        """Yield what the room's tables are asked, and how often its code is called, until the block ends."""
        tables = {model._table for name, model in self.env.registry.items() if self._is_made_by_room(name, model)}
        asked, calls, execute = [], Counter(), Cursor.execute

        def noting(cr, query, *args, **kwargs):
            text = query.code if hasattr(query, "code") else str(query)
            asked.extend(table for table in tables if f'"{table}"' in text or f" {table} " in text)
            return execute(cr, query, *args, **kwargs)

        def count(frame, event, _argument):
            if event == "call" and "/sales_office_policy/models/order/" in frame.f_code.co_filename:
                calls[frame.f_code.co_name] += 1

        with patch.object(Cursor, "execute", noting):
            sys.setprofile(count)
            try:
                yield asked, calls
            finally:
                sys.setprofile(None)

    def _is_made_by_room(self, name, model):
        makers = (cls for cls in model.mro() if cls.__module__.startswith(ROOM))
        return name.startswith("sales.office.") and any(cls._name == name for cls in makers)

    def _act(self, lines):
        """Make, open, change and confirm a quotation of so many lines as the rep, with the room as it is."""
        order = self._order(self, 100)
        for _number in range(lines - 1):
            order.order_line[0].copy({"order_id": order.id})
        self.env.flush_all()
        self.env.invalidate_all()
        with self._noting() as (asked, calls):
            order.web_read({"name": {}, "amount_total": {}, "order_line": {"fields": {"price_subtotal": {}}}})
            order.order_line[:1].discount = 2
            order.action_confirm()
            self.env.flush_all()
        return asked, calls

    def test_nothing_is_asked(self):
        """R137: opening, changing and confirming a quotation asks none of the room's tables, and looks at no line."""
        self.env["sales.office.credit.rule"].create({"kind": "overdue_days", "days": 900, "reaction": "hold"})
        self._act(2)
        asked, calls = self._act(2)
        self.assertTrue(asked and sum(calls.values()) > 100, "with the room on they are")
        self.switch_off()
        self._act(2)
        few, many = self._act(2), self._act(12)
        self.assertEqual((few[0], many[0]), ([], []))
        for _asked, calls in (few, many):
            calls.pop("_has_field_access", None)  # who reads costs is a group's to say, in all companies
        self.assertEqual(many[1], few[1])
        self.assertLessEqual(sum(many[1].values()), 40, many[1])

    def test_books_are_not_looked_at(self):
        """R119: with the room off receivables and what is not invoiced are empty without a look at the books."""
        self.switch_off()
        for name in ("sales.office.receivable", "sales.office.uninvoiced"):
            self.assertFalse(self.as_(self.finance, self.env[name]).search_count([]))
