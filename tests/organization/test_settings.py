"""The settings page of the policy administrator."""

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import Form

from ..common import SalesOfficeCommon


class TestSettings(SalesOfficeCommon):
    def setUp(self):
        super().setUp()
        self.room = self.env["sales.office.room"].create({"name": "Test", "code": "test"})
        self.page = self.as_(self.policy_admin, self.env["sales.office.settings"])

    def test_switch_a_room_on(self):
        """R088: the policy administrator switches a room on for their company, and only for it."""
        with Form(self.page) as form:
            form.sales_office_room_ids.add(self.room)
        self.assertTrue(self.company._sales_office_uses("test"))
        self.assertFalse(self.company_valley._sales_office_uses("test"))
        self.page.create({"sales_office_room_ids": False})
        self.assertFalse(self.company._sales_office_uses("test"))

    def test_opens_with_the_present_state(self):
        """R088: the page shows what is on, and a save without a change keeps it."""
        rooms = self.company.sales_office_room_ids
        form = Form(self.page)
        self.assertEqual(set(form.sales_office_room_ids.ids), set(rooms.ids))
        form.save()
        self.assertEqual(self.company.sales_office_room_ids, rooms)

    def test_only_the_policy_administrator(self):
        """R135: nobody else opens, creates or changes the settings, the director included."""
        settings = self.page.create({})
        for login in ("director", "manager", "clerk", "finance", "rep", "outsider"):
            viewer = getattr(self, login)
            with self.subTest(login=login):
                with self.assertRaises(AccessError):
                    self.as_(viewer, self.page).create({"sales_office_room_ids": [Command.clear()]})
                with self.assertRaises(AccessError):
                    self.as_(viewer, settings).read(["sales_office_room_ids"])
                with self.assertRaises(AccessError):
                    self.as_(viewer, settings).write({"sales_office_room_ids": [Command.clear()]})

    def test_nothing_else_of_the_company(self):
        """R135: the page writes its own fields and no other of the company."""
        with self.assertRaises(AccessError):
            self.as_(self.policy_admin, self.company).name = "Mine"
        settings = self.page.create({"company_id": self.company_valley.id})
        self.assertEqual(settings.company_id, self.company)
        settings.company_id = self.company_valley
        self.assertEqual(settings.company_id, self.company)

    def test_does_not_edit_what_it_lists(self):
        """R135: a command hidden in a list neither renames, creates nor deletes a room."""
        settings = self.page.create({})
        for command in (
            Command.update(self.room.id, {"name": "Hacked"}),
            Command.create({"name": "New", "code": "new"}),
            Command.delete(self.room.id),
        ):
            with self.assertRaises(AccessError):
                settings.write({"sales_office_room_ids": [command]})
            with self.assertRaises(AccessError):
                self.page.create({"sales_office_room_ids": [command]})

    def test_page_of_another_company(self):
        """R135: a page left open does not write on a company one no longer works in."""
        user, role = self.policy_admin.user_id, self.policy_admin.sales_office_role_ids
        user.company_ids |= self.company_valley
        self.env["hr.employee"].create(
            {
                "name": "Paula",
                "user_id": user.id,
                "company_id": self.company_valley.id,
                "sales_office_role_ids": [Command.set(role.ids)],
            }
        )
        settings = self.page.create({})
        in_valley = settings.with_context(allowed_company_ids=self.company_valley.ids)
        with self.assertRaises(AccessError):
            in_valley.sales_office_room_ids = self.room
        in_valley.create({"sales_office_room_ids": [Command.set(self.room.ids)]})
        self.assertEqual(self.company_valley.sales_office_room_ids, self.room)
        self.assertNotEqual(self.company.sales_office_room_ids, self.room)

    def test_somebody_elses_page(self):
        """R135: each policy administrator has a page of their own."""
        self.manager.sales_office_role_ids |= self.env.ref("sales_office_policy.role_policy_admin")
        settings = self.page.create({})
        with self.assertRaises(AccessError):
            self.as_(self.manager, settings).read(["company_id"])
