"""Roles give access groups and take away only what they gave."""

from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.fields import Command

from ...common import SalesOfficeCommon


class TestRoles(SalesOfficeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.role_clerk = cls.env.ref("sales_office_policy.role_clerk")
        cls.group_clerk = cls.env.ref("sales_office_policy.group_clerk")
        cls.role_leader = cls.env.ref("sales_office_policy.role_team_leader")
        cls.group_leader = cls.env.ref("sales_office_policy.group_team_leader")
        cls.hr_officer = cls._create_member("Hana", "hana", cls.env["hr.department"])
        cls.hr_officer.user_id.group_ids |= cls.env.ref("hr.group_hr_manager")

    def test_five_posts_and_more(self):
        """R080: director, manager, salesperson, customer relations and assistant exist, each with its group."""
        roles = self.env["sales.office.role"].search([])
        self.assertEqual(len(roles), 8)
        self.assertEqual(len(roles.group_id), 8)

    def test_each_privilege_is_one_ladder(self):
        """R080: the user form keeps one group of each privilege, so the groups of one must imply each other."""
        groups = self.env["sales.office.role"].search([]).group_id
        for privilege, members in groups.grouped("privilege_id").items():
            for group in members:
                for other in members - group:
                    self.assertTrue(group in other.all_implied_ids or other in group.all_implied_ids, privilege.name)

    def test_role_gives_and_takes_the_group(self):
        """R063: a role chosen on the employee gives their user the group and takes it away."""
        user = self.rep.user_id
        self.rep.sales_office_role_ids |= self.role_clerk
        self.assertTrue(user.has_group("sales_office_policy.group_clerk"))
        self.assertIn(self.role_clerk, user.sales_office_role_ids)
        self.rep.sales_office_role_ids -= self.role_clerk
        self.assertFalse(user.has_group("sales_office_policy.group_clerk"))
        self.assertTrue(user.has_group("sales_office_policy.group_representative"))

    def test_group_granted_by_hand_survives(self):
        """R063: what an administrator granted by hand is not taken away with a role."""
        user = self.rep.user_id
        user.group_ids |= self.group_clerk
        self.rep.sales_office_role_ids |= self.role_clerk
        self.rep.sales_office_role_ids -= self.role_clerk
        self.assertIn(self.group_clerk, user.group_ids)

    def test_who_leaves_loses_the_groups(self):
        """R063: archiving takes the groups away, coming back gives them again."""
        user = self.leader.user_id
        self.leader.active = False
        self.assertFalse(user.has_group("sales_office_policy.group_member"))
        self.leader.active = True
        self.assertTrue(user.has_group("sales_office_policy.group_team_leader"))

    def test_deleted_employee(self):
        """R063: groups go with the employee."""
        user = self.colleague.user_id
        self.colleague.unlink()
        self.assertFalse(user.has_group("sales_office_policy.group_member"))

    def test_groups_follow_a_changed_user(self):
        """R063: another user of the employee takes the groups over from the first."""
        old, new = self.colleague.user_id, self.outsider.user_id
        self.outsider.user_id = False
        self.colleague.user_id = new
        self.assertFalse(old.has_group("sales_office_policy.group_member"))
        self.assertTrue(new.has_group("sales_office_policy.group_representative"))

    def test_groups_follow_a_changed_resource(self):
        """R063: the user comes with the resource behind the employee."""
        old, new = self.colleague.user_id, self.outsider.user_id
        self.outsider.user_id = False
        resource = {"name": "x", "company_id": self.company.id, "user_id": new.id}
        self.colleague.resource_id = self.env["resource.resource"].create(resource)
        self.assertFalse(old.has_group("sales_office_policy.group_member"))
        self.assertTrue(new.has_group("sales_office_policy.group_representative"))

    def test_one_user_with_two_employees(self):
        """R063: a role of one employee stays when the other employee of the same user loses it."""
        user = self.rep.user_id
        user.company_ids |= self.company_valley
        other = self.env["hr.employee"].create(
            {
                "name": "Rob",
                "user_id": user.id,
                "company_id": self.company_valley.id,
                "sales_office_role_ids": self.rep.sales_office_role_ids.ids,
            }
        )
        self.rep.sales_office_role_ids = False
        self.assertTrue(user.has_group("sales_office_policy.group_representative"))
        other.sales_office_role_ids = False
        self.assertFalse(user.has_group("sales_office_policy.group_representative"))

    def test_hr_cannot_give_roles(self):
        """R135: an HR officer who is no policy administrator gives no role, to themselves or anybody else."""
        for employee in (self.hr_officer, self.rep):
            with self.assertRaises(AccessError):
                self.as_(self.hr_officer, employee).sales_office_role_ids = self.role_leader
        with self.assertRaises(AccessError):
            self.as_(self.hr_officer, self.env["hr.employee"]).create(
                {"name": "x", "sales_office_role_ids": [Command.link(self.role_leader.id)]}
            )

    def test_hr_cannot_take_a_role_over(self):
        """R135: nor by becoming the user of somebody who holds one, on the employee or on the resource behind."""
        mine = self.hr_officer.user_id
        self.hr_officer.user_id = False
        with self.assertRaises(AccessError):
            self.as_(self.hr_officer, self.leader).with_user(mine).user_id = mine
        with self.assertRaises(AccessError):
            self.leader.resource_id.with_user(mine).user_id = mine
        other = self.env["resource.resource"].create({"name": "x", "company_id": self.company.id, "user_id": mine.id})
        with self.assertRaises(AccessError):
            self.as_(self.hr_officer, self.leader).with_user(mine).resource_id = other
        self.as_(self.hr_officer, self.outsider).with_user(mine).user_id = False  # holds no role: as ever
        self.assertFalse(self.outsider.user_id)

    def test_policy_admin_cannot_choose_the_group(self):
        """R135: a policy administrator hands roles out but does not decide what a role may open."""
        system = self.env.ref("base.group_system")
        with self.assertRaises(AccessError):
            self.as_(self.policy_admin, self.role_clerk).group_id = system
        with self.assertRaises(AccessError):
            self.as_(self.policy_admin, self.env["sales.office.role"]).create({"name": "x", "group_id": system.id})
        self.as_(self.policy_admin, self.role_clerk).name = "Office Assistant"
        self.assertEqual(self.role_clerk.name, "Office Assistant")

    def test_changed_and_deleted_role(self):
        """R063: holders follow the group of their role, and lose it with the role."""
        group = self.env["res.groups"].create({"name": "Night Clerk"})
        self.role_clerk.group_id = group
        self.assertIn(group, self.clerk.user_id.group_ids)
        self.assertNotIn(self.group_clerk, self.clerk.user_id.group_ids)
        self.role_clerk.unlink()
        self.assertNotIn(group, self.clerk.user_id.group_ids)

    def test_roles_are_given_in_one_pass(self):
        """R080: giving many people a role costs no query per person that is already in order."""
        reps = (self.rep | self.colleague | self.rep_south).user_id
        reps[:1]._sync_sales_office_groups()
        self.env.invalidate_all()
        with self.assertQueryCount(7):
            reps[:1]._sync_sales_office_groups()
        self.env.invalidate_all()
        with self.assertQueryCount(7):
            reps._sync_sales_office_groups()

    def test_hired_together(self):
        """R080: people who are hired together have the groups of their posts by one change of users for each post."""
        names = ["Nora", "Nils", "Nele"]
        users = self.env["res.users"].create([{"name": name, "login": name} for name in names])
        roles = [self.role_clerk, self.role_leader, self.role_clerk]
        Users, changed = type(users), []
        write = Users.write

        def watch(records, vals):
            if "group_ids" in vals and records:
                changed.append(records)
            return write(records, vals)

        with patch.object(Users, "write", watch):
            self.env["hr.employee"].create(
                [
                    {
                        "user_id": user.id,
                        "company_id": self.company.id,
                        "sales_office_role_ids": [Command.set(role.ids)],
                    }
                    for user, role in zip(users, roles, strict=True)
                ]
            )
        self.assertEqual(changed, [users[0] | users[2], users[1]])
        self.assertIn(self.group_clerk, users[2].group_ids)
        self.assertNotIn(self.group_clerk, users[1].group_ids)
        self.assertIn(self.group_leader, users[1].group_ids)
