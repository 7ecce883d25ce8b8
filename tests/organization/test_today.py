"""The page that shows what waits."""

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import new_test_user

from ..common import SalesOfficeCommon


@freeze_time("2026-03-02 02:00:00")
class TestToday(SalesOfficeCommon):
    def _lines(self, employee):
        return self.as_(employee, self.env["sales.office.today"]).get_lines()

    def _organization(self, employee):
        """Return the keys of the organization's own lines."""
        return [line["key"] for line in self._lines(employee) if not line["room"]]

    def _set_lines(self, *lines):
        """Let the page have these ``(key, room, urgent)`` lines only."""

        def _get_questions(today):
            action = today._prepare_action("sales_office_policy.sales_office_deputy_action")
            return {"": [[today._prepare_line(room, key, key, action, urgent=urgent) for key, room, urgent in lines]]}

        self.patch(self.registry["sales.office.today"], "_get_questions", _get_questions)

    def test_urgent_lines_first(self):
        """R088: urgent lines come first, otherwise the order of the rooms stays."""
        self._set_lines(("a", "", False), ("b", "", True), ("c", "", False), ("d", "", True))
        self.assertEqual([line["key"] for line in self._lines(self.rep)], ["b", "d", "a", "c"])

    def test_only_rooms_that_are_on(self):
        """R138: a room that is switched off shows nothing; the others show their name."""
        room = self.env["sales.office.room"].create({"name": "Test Room", "code": "test"})
        self._set_lines(("mine", "test", False), ("other", "nowhere", False))
        self.assertFalse(self._lines(self.rep))
        self.company.sales_office_room_ids |= room
        self.assertEqual([(line["key"], line["room_name"]) for line in self._lines(self.rep)], [("mine", "Test Room")])

    def test_nobody_from_outside(self):
        """R135: the page answers members of a sales office only."""
        with self.assertRaises(AccessError):
            self._lines(self.outsider)
        portal = new_test_user(self.env, "portal_today", groups="base.group_portal")
        with self.assertRaises(AccessError):
            self.env["sales.office.today"].with_user(portal).get_lines()

    def test_deputies(self):
        """R047: both see that one stands in for the other, and until when."""
        deputy = self.env["sales.office.deputy"].create(
            {
                "employee_id": self.leader.id,
                "deputy_id": self.rep.id,
                "date_from": "2026-03-01",
                "date_to": "2026-03-05",
            }
        )
        for viewer, title in ((self.rep, "You stand in for Lea"), (self.leader, "Rob stands in for you")):
            line = next(line for line in self._lines(viewer) if not line["room"])
            self.assertEqual(line["title"], title)
            self.assertIn("2026", line["detail"])
            self.assertEqual(line["action"]["res_id"], deputy.id)
        self.assertFalse(self._organization(self.colleague))
        self.rep.user_id.company_ids |= self.company_valley
        in_valley = self.env["sales.office.today"].with_user(self.rep.user_id)
        in_valley = in_valley.with_context(allowed_company_ids=self.company_valley.ids)
        self.assertFalse([line for line in in_valley.get_lines() if not line["room"]])
        with freeze_time("2026-03-06 02:00:00"):
            self.assertFalse(self._organization(self.rep))

    def test_what_is_left_to_set_up(self):
        """R047: the policy administrator is told of members without a role and departments without a leader."""
        self.assertEqual(self._organization(self.policy_admin), ["first_steps"])
        self.env["sales.office.first.step"].search([]).with_company(self.company).action_skip()
        self.assertFalse(self._organization(self.policy_admin))
        self.colleague.sales_office_role_ids = False
        self.south.manager_id = False
        self.assertEqual(self._organization(self.policy_admin), ["setup_leaders", "setup_roles"])
        self.assertFalse(self._organization(self.director))
        self.env["hr.department"].search([]).is_sales_office = False
        self.assertEqual(self._organization(self.policy_admin), ["setup"])

    def test_costs_the_same_for_any_size(self):
        """R088: the organization's lines take as many queries for a big office as for a small one."""
        today = self.as_(self.policy_admin, self.env["sales.office.today"])
        self.env["sales.office.first.step"].search([]).with_company(self.company).action_skip()
        self.colleague.sales_office_role_ids = False
        self.env.flush_all()
        today._ask(today._get_setup_lines())
        self.env.invalidate_all()
        with self.assertQueryCount(13):
            today._ask(today._get_setup_lines())
        for number in range(10):
            department = self._create_department(f"Team {number}", parent_id=self.retail.id)
            self._create_member(f"Rep {number}", f"rep_{number}", department)
        self.env.flush_all()
        today._ask(today._get_setup_lines())  # what new people took out of the caches
        self.env.invalidate_all()
        with self.assertQueryCount(13):
            today._ask(today._get_setup_lines())

    def test_action_of_one_and_of_many(self):
        """R088: a line opens the one record, or the list of just those it counts."""
        roles = self.env["sales.office.role"].search([], limit=2)
        today = self.env["sales.office.today"]
        one = today._prepare_action("sales_office_policy.sales_office_role_action", roles[0])
        self.assertEqual((one["res_id"], one["view_mode"]), (roles[0].id, "form"))
        many = today._prepare_action("sales_office_policy.sales_office_role_action", roles)
        self.assertEqual(many["domain"], [("id", "in", roles.ids)])
