"""A room that is switched off shows nothing. Walks all rooms: a new menu or block of settings is caught here."""

from lxml import etree

from ..common import SalesOfficeCommon

#: menus that belong to no room
ALWAYS = {
    *("root", "today", "approvals", "configuration", "setup", "settings", "role"),
    *("organization", "my_post", "team", "appointment", "job", "deputy"),
}
#: blocks of the settings that belong to no room
BLOCKS = {"rooms", "books", "messages"}


class TestRooms(SalesOfficeCommon):
    def setUp(self):
        super().setUp()
        self.rooms = self.env["sales.office.room"].search([])
        data = self.env["ir.model.data"].search([("module", "=", "sales_office_policy"), ("model", "=", "ir.ui.menu")])
        self.menus = {row.res_id: row.name.removeprefix("menu_") for row in data}

    def _see(self, employee):
        """Return the names of our menus that the employee has."""
        loaded = self.as_(employee, self.env["ir.ui.menu"]).load_menus(False)
        return {self.menus[key] for key in loaded if key in self.menus}

    def _get_room(self, menu):
        """Return the code of the room a menu belongs to, by what it stands under; '' for those of every office."""
        codes = set(self.rooms.mapped("code"))
        while menu:
            name = self.menus[menu.id]
            code = name.removeprefix("configuration_").removeprefix("reporting_")
            if code in codes:
                return code
            if name in ALWAYS - {"root", "configuration"}:
                return ""
            menu = menu.parent_id
        return None

    def test_every_menu_has_its_room(self):
        """R135: each menu stands under the menu of its room, in the configuration too, or is for every office."""
        menus = self.env["ir.ui.menu"].browse(self.menus)
        lost = [self.menus[menu.id] for menu in menus if self._get_room(menu) is None]
        self.assertEqual(set(lost), {"root", "configuration"})

    def test_nothing_of_a_room_that_is_off(self):
        """R135: switched off, no menu of the room is there for anybody; the others stay."""
        people = (self.director, self.finance, self.clerk, self.policy_admin)
        menus = {self.menus[menu.id]: self._get_room(menu) for menu in self.env["ir.ui.menu"].browse(self.menus)}
        seen = {employee: self._see(employee) for employee in people}
        for room in self.rooms:
            self.company.sales_office_room_ids = self.rooms - room
            for employee in people:
                gone = {name for name in seen[employee] if menus[name] == room.code}
                self.assertEqual(self._see(employee), seen[employee] - gone, (room.code, employee.name))
        self.company.sales_office_room_ids = self.rooms
        self.assertEqual(self._see(self.director), seen[self.director])

    def test_every_block_of_settings_has_its_room(self):
        """R135: a block of the settings, with its title, is there once its room is chosen."""
        settings = self.as_(self.policy_admin, self.env["sales.office.settings"])
        sheet = etree.fromstring(settings.get_view(view_type="form")["arch"]).find(".//sheet")
        conditions = {f"'[{code}]' not in used_rooms" for code in self.rooms.mapped("code")}
        blocks = sheet.xpath("./div[contains(@class, 'o_settings_container')]")
        self.assertGreater(len(blocks), 10)
        for block in blocks:
            if block.get("name") not in BLOCKS:
                self.assertIn(block.get("invisible"), conditions, block.get("name"))
                self.assertEqual(block.getprevious().get("invisible"), block.get("invisible"), block.get("name"))
                self.assertIn(block.get("data-room"), self.rooms.mapped("code"), block.get("name"))

    def test_settings_follow_the_choice(self):
        """R135: the page knows which rooms are chosen before it is saved."""
        settings = self.as_(self.policy_admin, self.env["sales.office.settings"])
        order = self.env.ref("sales_office_policy.room_order")
        chosen = settings.new({"sales_office_room_ids": order.ids})
        self.assertEqual(chosen.used_rooms, "[order]")

    def test_nothing_in_the_forms_of_odoo(self):
        """R053 R077: without the room Orders neither quotation, contact nor search has a trace of it."""
        room = self.env.ref("sales_office_policy.room_order")
        views = (("sale.order", "form"), ("sale.order", "search"), ("res.partner", "form"))
        with_room = [self._get_ours(*view) for view in views]
        self.assertTrue(all(with_room))
        (self.company | self.company_valley).sales_office_room_ids -= room
        owned = {
            "sales_office_price",
            "sales_office_credit",
            "sales_office_contract",
            "sales_office_has_contracts",
            "sales_office_promise",
        }
        for view in views:
            left = {name for name in self._get_ours(*view) if name.startswith(tuple(owned)) or "grade" in name}
            self.assertFalse(left, view)

    def _get_ours(self, model, view_type):
        arch = self.as_(self.rep, self.env[model]).get_view(view_type=view_type)["arch"]
        found = {node.get("name") or "" for node in etree.fromstring(arch).iter("field", "button", "filter")}
        return {
            name for name in found if "sales_office" in name or name.startswith(("action_make_contract", "action_take"))
        }
