"""The bar of the app: what each post uses daily, and nothing that is always empty for them."""

from ..common import SalesOfficeCommon

#: as DESIGN has it: so many entries at most
LIMITS = {
    "rep": 10,
    "leader": 12,
    "manager": 12,
    "director": 10,
    "clerk": 9,
    "relations": 6,
    "finance": 7,
    "policy_admin": 6,
}


class TestBar(SalesOfficeCommon):
    def _load(self, employee):
        """Return ``(all menus, our app)`` as the web client of the employee gets them."""
        menus = self.as_(employee, self.env["ir.ui.menu"]).load_web_menus(False)
        return menus, menus[self.env.ref("sales_office_policy.menu_root").id]

    def test_few_entries(self):
        """R137: nobody has more entries than they use daily, and Today is the first."""
        for name, limit in LIMITS.items():
            menus, app = self._load(getattr(self, name))
            names = [menus[id_]["xmlid"].removeprefix("sales_office_policy.menu_") for id_ in app["children"]]
            self.assertLessEqual(len(names), limit, (name, names))
            self.assertGreater(len(names), 3, (name, names))
            self.assertEqual(names[0], "today")

    def test_every_entry_opens(self):
        """R137: each entry leads to a screen that its owner may read."""
        for name in LIMITS:
            employee = getattr(self, name)
            menus, app = self._load(employee)
            for id_ in app["children"]:
                menu = menus[id_]
                self.assertFalse(menu["children"], menu["xmlid"])
                action = self.as_(employee, self.env[menu["actionModel"]]).browse(menu["actionID"]).sudo()
                if action._name == "ir.actions.act_window":
                    model = self.as_(employee, self.env[action.res_model])
                    self.assertTrue(model._transient or model.has_access("read"), (name, menu["xmlid"]))

    def test_customer_relations(self):
        """R137: customer relations have the files of customers, and no meetings, which are not theirs to keep."""
        menus, app = self._load(self.relations)
        names = {menus[id_]["xmlid"].removeprefix("sales_office_policy.menu_") for id_ in app["children"]}
        self.assertEqual(names, {"today", "policy_book", "call", "complaint", "correspondence", "customer_file"})

    def test_all_screens(self):
        """R137: what is not in the bar is on the page of all screens, as far as the posts go."""
        menus, app = self._load(self.rep)
        seen, waiting = set(), list(app["salesOfficeScreens"])
        while waiting:
            id_ = waiting.pop()
            seen.add(menus[id_]["xmlid"])
            waiting += menus[id_]["children"]
        self.assertLessEqual({menus[id_]["xmlid"] for id_ in app["children"]}, seen)
        self.assertIn("sales_office_policy.menu_document_loan_my", seen)
        self.assertNotIn("sales_office_policy.menu_day", seen)

    def test_every_screen_opens(self):
        """R137: what the page of all screens leads to may be read by whoever sees it there."""
        for name in LIMITS:
            employee = getattr(self, name)
            menus, app = self._load(employee)
            waiting, refused, actions = list(app["salesOfficeScreens"]), [], 0
            while waiting:
                menu = menus[waiting.pop()]
                waiting += menu["children"]
                if menu["actionModel"] != "ir.actions.act_window":
                    continue
                actions += 1
                action = self.as_(employee, self.env[menu["actionModel"]]).browse(menu["actionID"]).sudo()
                model = self.as_(employee, self.env[action.res_model])
                if not (model._transient and model.has_access("create") or model.has_access("read")):
                    refused.append(menu["xmlid"])
            self.assertGreater(actions, 3, name)
            self.assertFalse(refused, name)

    def test_rooms_that_are_off(self):
        """R137: an entry of a room that is switched off is not in the bar."""
        self.company.sales_office_room_ids -= self.env.ref("sales_office_policy.room_order")
        menus, app = self._load(self.rep)
        self.assertNotIn("sales_office_policy.menu_contract", [menus[id_]["xmlid"] for id_ in app["children"]])

    def test_several_posts(self):
        """R137: who has a post beside the ladder has the entries of both, once each."""
        self.rep.user_id.group_ids += self.env.ref("sales_office_policy.group_finance")
        menus, app = self._load(self.rep)
        names = [menus[id_]["xmlid"].removeprefix("sales_office_policy.menu_") for id_ in app["children"]]
        self.assertEqual(len(names), len(set(names)))
        self.assertLessEqual({"untaken", "statement_own", "receivable"}, set(names))

    def test_personnel(self):
        """R137: personnel are no members and have no bar: what they do is on the employee."""
        self.outsider.user_id.group_ids |= self.env.ref("hr.group_hr_user")
        menus = self.as_(self.outsider, self.env["ir.ui.menu"]).load_web_menus(False)
        self.assertNotIn(self.env.ref("sales_office_policy.menu_root").id, menus)
        bound = self.as_(self.outsider, self.env["ir.actions.actions"]).get_bindings("hr.employee")
        self.assertIn("Recount Days", [action["name"] for action in bound["action"]])
        form = self.as_(self.outsider, self.env["hr.employee"]).get_view(view_type="form")["arch"]
        self.assertIn("Belonged to", form)

    def test_personnel_at_the_end_of_the_month(self):
        """R036 R137: personnel find sheet and payroll in the reporting of Odoo's apps, as long as the rooms are on."""
        self.outsider.user_id.group_ids |= self.env.ref("hr.group_hr_manager")
        self.outsider.user_id.group_ids |= self.env.ref("hr_attendance.group_hr_attendance_user")
        entries = {self.env.ref(f"sales_office_policy.menu_reporting_{room}").id for room in ("workday", "commission")}
        self.assertLessEqual(entries, set(self._load_all(self.outsider)))
        self.assertFalse(entries & set(self._load_all(self.rep)))
        self.env["res.company"].search([]).sales_office_room_ids = False
        self.assertFalse(entries & set(self._load_all(self.outsider)))

    def _load_all(self, employee):
        return self.as_(employee, self.env["ir.ui.menu"]).load_web_menus(False)

    def test_others_are_left_alone(self):
        """R137: who belongs to no sales office loads the menus as ever, without our app."""
        user = self.env["res.users"].create({"name": "Elsewhere", "login": "elsewhere"})
        menus = self.env["ir.ui.menu"].with_user(user).load_web_menus(False)
        self.assertNotIn(self.env.ref("sales_office_policy.menu_root").id, menus)
