"""Posts are proposed by one person and confirmed by another; nobody gives themselves one, by whichever door."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged

from ...common import SalesOfficeCommon
from ...json_rpc import JsonRpcCase, RpcRefused
from ..common import SetupCommon

LADDER = ("team_leader", "manager", "director", "policy_admin")
OTHERS = ("representative", "clerk", "customer_relations", "finance")


class AppointmentCommon(SalesOfficeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Appointment = cls.env["sales.office.appointment"]
        cls.hr_officer = cls._create_member("Hana", "hana", cls.sales, "clerk")
        cls.hr_officer.user_id.group_ids |= cls.env.ref("hr.group_hr_manager")
        # a policy administrator who is an HR officer as well has every door there is
        cls.policy_admin.user_id.group_ids |= cls.env.ref("hr.group_hr_manager")
        cls.system = cls._create_member("Sys", "sys", cls.env["hr.department"])
        cls.system.user_id.group_ids |= cls.env.ref("base.group_erp_manager") | cls.env.ref("hr.group_hr_manager")

    def role(self, name):
        return self.env.ref(f"sales_office_policy.role_{name}")

    def propose(self, employee, post, by=None):
        """Return the proposal (sudo) that ``employee`` gets a role or leads a department."""
        field = "role_id" if post._name == "sales.office.role" else "led_department_id"
        Appointment = self.as_(by or self.policy_admin, self.Appointment)
        return Appointment.create({"employee_id": employee.id, field: post.id}).sudo()

    def has(self, employee, post):
        return employee.user_id.has_group(f"sales_office_policy.group_{post}")


class TestAppointments(AppointmentCommon):
    def test_confirmed_by_a_director(self):
        """R135: a post of the ladder is there once a second person confirmed it, and replaces what it brings."""
        appointment = self.propose(self.rep, self.role("team_leader"))
        self.assertFalse(self.has(self.rep, "team_leader"))
        self.as_(self.director, appointment).action_confirm()
        self.assertTrue(self.has(self.rep, "team_leader"))
        self.assertEqual(self.rep.sales_office_role_ids, self.role("team_leader"))
        self.assertEqual((appointment.state, appointment.decided_by_id), ("confirmed", self.director.user_id))
        with self.assertRaisesRegex(UserError, "decided already"):
            self.as_(self.director, appointment).action_confirm()

    def test_refused_and_withdrawn(self):
        """R135: whoever might confirm it refuses it, who proposed it takes it back."""
        first = self.propose(self.rep, self.role("manager"))
        self.as_(self.director, first).action_refuse()
        second = self.propose(self.rep, self.role("manager"))
        with self.assertRaisesRegex(AccessError, "Only who proposed"):
            self.as_(self.director, second).action_withdraw()
        self.as_(self.policy_admin, second).action_withdraw()
        self.assertEqual((first | second).mapped("state"), ["refused", "withdrawn"])
        self.assertFalse(self.has(self.rep, "manager"))

    def test_who_confirms_what(self):
        """R135: a director all below their own post, a manager a leader in their part, who manages rights all."""
        somebody = (self.leader, self.manager, self.clerk, self.hr_officer, self.policy_admin, self.rep)
        expected = {
            "team_leader": {"director", "manager", "sys"},
            "manager": {"director", "sys"},
            "policy_admin": {"director", "sys"},
            "director": {"sys"},
        }
        for post, logins in expected.items():
            appointment = self.propose(self.colleague, self.role(post))
            for employee in (*somebody, self.director, self.director_valley, self.system):
                with self.subTest(post=post, login=employee.user_id.login):
                    confirms = employee.user_id.login in logins
                    seen = self.as_(employee, appointment)
                    self.assertEqual(seen.has_access("read") and seen.can_confirm, confirms)
                    if not confirms:
                        with self.assertRaises(AccessError):
                            seen.action_confirm()

    def test_leading_a_department(self):
        """R135: a manager confirms the leader of a department below their own, a director of any."""
        below = self.propose(self.rep, self.north)
        own = self.propose(self.rep, self.retail)
        self.assertTrue(self.as_(self.manager, below).can_confirm)
        self.assertFalse(self.as_(self.manager, own).can_confirm)
        self.as_(self.manager, below).action_confirm()
        self.as_(self.director, own).action_confirm()
        self.assertEqual((self.north.manager_id, self.retail.manager_id), (self.rep, self.rep))

    def test_never_by_whom_it_concerns(self):
        """R135: neither who proposed it nor who gets it confirms it, whatever their posts."""
        self.director.sales_office_role_ids |= self.role("policy_admin")
        mine = self.propose(self.rep, self.role("manager"), by=self.director)
        for_me = self.propose(self.director, self.role("finance"))
        for appointment in (mine, for_me):
            with self.assertRaisesRegex(AccessError, "confirmed by a second person"):
                self.as_(self.director, appointment).action_confirm()
        self.as_(self.system, for_me).action_confirm()
        self.assertTrue(self.has(self.director, "finance"))

    def test_not_by_what_is_lent(self):
        """R135: who stands in for a manager confirms nobody by that."""
        self.env["sales.office.deputy"].create(
            {"employee_id": self.manager.id, "deputy_id": self.leader_south.id, "date_to": "2099-01-01"}
        )
        appointment = self.propose(self.rep, self.role("team_leader"))
        self.assertTrue(self.has(self.leader_south, "manager"))
        with self.assertRaisesRegex(AccessError, "confirmed by a second person"):
            self.as_(self.leader_south, appointment).action_confirm()

    def test_a_role_of_ones_own_making_is_for_access_rights(self):
        """R135: a role tied to other access groups, the system's own, is confirmed by who manages those."""
        role = self.env["sales.office.role"].create({"name": "x", "group_id": self.env.ref("base.group_system").id})
        appointment = self.propose(self.rep, role)
        with self.assertRaisesRegex(AccessError, "confirmed by a second person"):
            self.as_(self.director, appointment).action_confirm()

    def test_who_manages_access_rights_gives_directly(self):
        """R135: as on a fresh installation, where they are the only one, to themselves as well."""
        self.as_(self.system, self.rep).sales_office_role_ids |= self.role("director")
        self.assertTrue(self.has(self.rep, "director"))
        self.as_(self.system, self.system).sales_office_role_ids |= self.role("director")
        self.assertTrue(self.has(self.system, "director"))
        appointment = self.propose(self.colleague, self.role("manager"), by=self.system)
        self.assertEqual(appointment.state, "confirmed")
        self.assertTrue(self.has(self.colleague, "manager"))

    def test_nothing_but_the_post_is_given(self):
        """R135: a proposal carries no state or decider, neither by value nor by context."""
        vals = {"employee_id": self.rep.id, "role_id": self.role("manager").id}
        for forged in ({"state": "confirmed"}, {"proposed_by_id": self.rep.user_id.id}, {"user_id": 1}):
            with self.assertRaisesRegex(AccessError, "(?i)not (entered|chosen) by hand"):
                self.as_(self.policy_admin, self.Appointment).create(vals | forged)
        context = {"default_state": "confirmed", "default_proposed_by_id": self.rep.user_id.id}
        appointment = self.as_(self.policy_admin, self.Appointment).with_context(**context).create(vals)
        self.assertEqual((appointment.state, appointment.proposed_by_id), ("proposed", self.policy_admin.user_id))
        for employee in (self.policy_admin, self.director, self.rep):
            with self.assertRaises(AccessError):
                self.as_(employee, appointment).write({"state": "confirmed"})

    def test_others_propose_nothing(self):
        """R135: only the policy administrator and who manages access rights propose."""
        for employee in (self.rep, self.leader, self.manager, self.director, self.clerk, self.hr_officer):
            with self.subTest(login=employee.user_id.login), self.assertRaises(AccessError):
                self.propose(self.rep, self.role("manager"), by=employee)

    def test_today(self):
        """R088: what is to be confirmed waits on the pages of those who can, and of who proposed it."""
        self.propose(self.rep, self.role("team_leader"))
        keys = {
            employee: {line["key"] for line in self.as_(employee, self.env["sales.office.today"]).get_lines()}
            for employee in (self.director, self.manager, self.leader, self.policy_admin)
        }
        self.assertIn("appointments", keys[self.director] & keys[self.manager])
        self.assertNotIn("appointments", keys[self.leader] | keys[self.policy_admin])
        self.assertIn("appointments_mine", keys[self.policy_admin])

    def test_form(self):
        """R138: one person, one post."""
        form = Form(self.as_(self.policy_admin, self.Appointment))
        form.employee_id = self.rep
        form.role_id = self.role("team_leader")
        appointment = form.save()
        self.assertEqual(appointment.display_name, "Rob: Team Leader")
        self.assertEqual(appointment.department_id, self.north)


@tagged("post_install", "-at_install", "standard")
class TestDoors(AppointmentCommon, JsonRpcCase):
    """Each door through which somebody could come to a post, tried over JSON-RPC by whoever may open it."""

    def posts(self):
        """Return what everybody may do: groups, and departments led and kept."""
        self.env.invalidate_all()
        users = self.env["res.users"].with_context(active_test=False).search([])
        groups = {(user.login, group.id) for user in users for group in user.group_ids.all_implied_ids}
        departments = self.env["hr.department"].search([])
        led = {(d.manager_id.user_id.login, "leads", d.id) for d in departments}
        return groups | led | {(d.sales_office_clerk_id.user_id.login, "keeps", d.id) for d in departments}

    def assert_shut(self, employee, sentence, *request, **kwargs):
        """The request is refused with a sentence, and nobody can do more than before."""
        self.env.flush_all()
        before = self.posts()
        with self.assertRaisesRegex(RpcRefused, sentence):
            self.call(employee, *request, **kwargs)
        self.assertFalse(self.posts() - before)

    def test_the_role_on_the_employee(self):
        """R135: a policy administrator gives nobody a post of the ladder, nor themselves any; not by import either."""
        sentence = "proposed by the policy administrator under Appointments"
        for post in LADDER:
            role = self.role(post)
            link = {"sales_office_role_ids": [[4, role.id]]}
            self.assert_shut(self.policy_admin, sentence, "hr.employee", "write", self.outsider.ids, link)
            new = {"name": "x", "user_id": self.outsider.user_id.id, "company_id": self.company_valley.id}
            self.policy_admin.user_id.company_ids |= self.company_valley
            self.assert_shut(self.policy_admin, ".", "hr.employee", "create", [new | link])
        for post in OTHERS:
            link = {"sales_office_role_ids": [[4, self.role(post).id]]}
            self.assert_shut(self.policy_admin, sentence, "hr.employee", "write", self.policy_admin.ids, link)
        rows = [[str(self.outsider.id), "Sales Director"]]
        answer = self.call(self.policy_admin, "hr.employee", "load", [".id", "sales_office_role_ids"], rows)
        self.assertIn("under Appointments", str(answer["messages"]))
        self.assertFalse(self.has(self.outsider, "director"))

    def test_others_are_given_roles_below(self):
        """R080: a policy administrator hands out the roles below their own as ever, and takes any away."""
        for post in OTHERS:
            link = {"sales_office_role_ids": [[4, self.role(post).id]]}
            self.call(self.policy_admin, "hr.employee", "write", self.outsider.ids, link)
        self.env.invalidate_all()
        self.assertEqual(len(self.outsider.sales_office_role_ids), 4)
        self.call(self.policy_admin, "hr.employee", "write", self.manager.ids, {"sales_office_role_ids": [[5]]})
        self.env.invalidate_all()
        self.assertFalse(self.has(self.manager, "manager"))

    def test_the_user_behind_the_employee(self):
        """R135: nobody who handles employees becomes, or makes somebody, the user of one with a post."""
        for employee in (self.policy_admin, self.hr_officer):
            mine, free = employee.user_id, new_test_user(self.env, f"free_{employee.id}", company_id=self.company.id)
            resource = self.env["resource.resource"].create(
                {"name": "x", "company_id": self.company.id, "user_id": free.id}
            )
            for model, record, vals in (
                ("hr.employee", self.director, {"user_id": free.id}),
                ("hr.employee", self.director, {"resource_id": resource.id}),
                ("resource.resource", self.director.resource_id, {"user_id": free.id}),
                ("resource.resource", self.director.resource_id, {"user_id": mine.id}),
            ):
                with self.subTest(login=mine.login, model=model, vals=vals):
                    self.assert_shut(employee, ".", model, "write", record.ids, vals)

    def test_who_comes_back(self):
        """R135: restored by an HR officer, somebody comes back without the post that they had; who left had none."""
        self.manager.active = False
        self.assertFalse(self.has(self.manager, "member"))
        self.call(self.hr_officer, "hr.employee", "write", self.manager.ids, {"active": True})
        self.env.invalidate_all()
        self.assertTrue(self.manager.active)
        self.assertFalse(self.has(self.manager, "manager"))
        self.colleague.active = False
        self.call(self.hr_officer, "resource.resource", "write", self.colleague.resource_id.ids, {"active": True})
        self.env.invalidate_all()
        self.assertFalse(self.has(self.colleague, "representative"))

    def test_a_copy_of_an_employee(self):
        """R135: the copy of a director's employee has no post."""
        self.assertNotIn("sales_office_role_ids", self.director.copy_data()[0])

    def test_the_leader_of_a_department(self):
        """R135: an HR officer names leaders, but not themselves, and moves no department below their own."""
        kitchen = self._create_department("Kitchen", manager_id=self.hr_officer.id)
        sentence = "Nobody makes themselves the leader or clerk"
        for vals in (
            {"manager_id": self.hr_officer.id},
            {"sales_office_clerk_id": self.hr_officer.id},
            {"parent_id": kitchen.id},
        ):
            with self.subTest(vals=vals):
                self.assert_shut(self.hr_officer, sentence, "hr.department", "write", self.sales.ids, vals)
        new = {"name": "East", "parent_id": self.retail.id, "company_id": self.company.id}
        self.assert_shut(
            self.hr_officer, sentence, "hr.department", "create", [new | {"manager_id": self.hr_officer.id}]
        )
        self.call(self.hr_officer, "hr.department", "create", [new | {"manager_id": self.rep.id}])
        self.call(self.hr_officer, "hr.department", "write", self.north.ids, {"manager_id": self.colleague.id})
        self.call(self.hr_officer, "hr.department", "create", [new | {"parent_id": kitchen.id, "name": "Pastry"}])
        self.env.invalidate_all()
        self.assertEqual(self.north.manager_id, self.colleague)

    def test_groups_and_roles_themselves(self):
        """R135: neither the groups of a user, nor what a role opens, nor its proposal are theirs to change."""
        director = self.env.ref("sales_office_policy.group_director")
        granted = {"sales_office_granted_group_ids": [[4, director.id]]}
        for employee in (self.policy_admin, self.hr_officer, self.manager):
            for model, ids, vals in (
                ("res.users", employee.user_id.ids, {"group_ids": [[4, director.id]]}),
                ("res.users", employee.user_id.ids, granted),
                ("res.groups", director.ids, {"user_ids": [[4, employee.user_id.id]]}),
                (
                    "res.groups",
                    self.env.ref("sales_office_policy.group_member").ids,
                    {"implied_ids": [[4, director.id]]},
                ),
                ("sales.office.role", self.role("clerk").ids, {"group_id": director.id}),
            ):
                with self.subTest(login=employee.user_id.login, model=model):
                    self.assert_shut(employee, ".", model, "write", ids, vals)

    def test_a_job_brings_no_role(self):
        """R135: nothing of ours on a job gives a post to who holds it."""
        fields = [field for field in self.env["hr.job"]._fields.values() if field._module == "sales_office_policy"]
        self.assertFalse([field.name for field in fields if field.relational])

    def test_the_assistant(self):
        """R135: the assistant makes a policy administrator neither director, leader nor clerk."""
        self.policy_admin.user_id.group_ids -= self.env.ref("hr.group_hr_manager")
        [setup_id] = self.call(
            self.policy_admin, "sales.office.setup", "create", [{"office_ids": [[6, 0, self.sales.ids]]}]
        )
        setup = self.env["sales.office.setup"].browse(setup_id)
        for _step in range(2):
            self.call(self.policy_admin, "sales.office.setup", "action_next", [setup_id])
        self.env.invalidate_all()
        me = setup.person_line_ids.filtered(lambda line: line.employee_id == self.policy_admin)
        sales = setup.department_line_ids.filtered(lambda line: line.department_id == self.sales)
        roles = {"role_ids": [[4, self.role("director").id]]}
        self.call(self.policy_admin, "sales.office.setup.person", "write", me.ids, roles)
        self.call(
            self.policy_admin, "sales.office.setup.department", "write", sales.ids, {"leader_id": self.policy_admin.id}
        )
        before = self.posts()
        for _step in range(2):
            self.call(self.policy_admin, "sales.office.setup", "action_next", [setup_id])
        self.call(self.policy_admin, "sales.office.setup", "action_apply", [setup_id])
        self.assertFalse(self.posts() - before)
        waiting = self.Appointment.search([("state", "=", "proposed")])
        self.assertEqual(waiting.employee_id, self.policy_admin)
        self.assertEqual((waiting.role_id, waiting.led_department_id), (self.role("director"), self.sales))
        sentence = "confirmed by a second person"
        self.assert_shut(self.policy_admin, sentence, "sales.office.appointment", "action_confirm", waiting.ids)
        clerk = {"clerk_id": self.policy_admin.id}
        self.call(self.policy_admin, "sales.office.setup.department", "write", sales.ids, clerk)
        self.assert_shut(
            self.policy_admin, "cannot make yourself the clerk", "sales.office.setup", "action_apply", [setup_id]
        )


class TestAssistant(SetupCommon):
    def run_to_preview(self, employee, **vals):
        setup = self.as_(employee, self.env["sales.office.setup"]).create(vals)
        while setup.step != "preview":
            setup.action_next()
        return setup

    def test_says_what_waits(self):
        """R135 R138: the preview says what is only proposed; run again it proposes nothing twice."""
        setup = self.run_to_preview(self.admin, office_ids=self.trade.ids)
        self.assertIn("Proposed only, until a director", setup.preview)
        self.assertIn("Dora as: Sales Director.", setup.preview)
        self.assertNotIn("Dora gets", setup.preview)
        self.assertIn("under Appointments", setup.action_apply()["params"]["message"])
        waiting = self.env["sales.office.appointment"].search([("state", "=", "proposed")])
        self.assertEqual(set(waiting.mapped("employee_id.name")), {"Dora", "Mona", "Lina"})
        self.assertFalse(self.dora.user_id.has_group("sales_office_policy.group_member"))
        again = self.run_to_preview(self.admin)
        self.assertFalse(again.has_changes)
        notes = {line.name: line.note for line in again.person_line_ids}
        self.assertIn("to be confirmed: Sales Director", notes["Dora"])

    def test_fresh_installation(self):
        """R138: who manages access rights, at first the only user there is, sets everything up at once."""
        self.admin.user_id.group_ids |= self.env.ref("base.group_erp_manager")
        setup = self.run_to_preview(self.admin, office_ids=self.trade.ids)
        self.assertIn("Dora gets: Sales Director.", setup.preview)
        self.assertNotIn("Proposed only", setup.preview)
        setup.action_apply()
        self.assertTrue(self.dora.user_id.has_group("sales_office_policy.group_director"))

    def test_another_leader_replaces_the_proposed_one(self):
        """R138: proposing somebody else for a department withdraws who was proposed before."""
        self.run_to_preview(self.admin, office_ids=self.trade.ids).action_apply()
        Appointment = self.as_(self.admin, self.env["sales.office.appointment"])
        for leader in (self.mona, self.rita):
            Appointment._propose([(leader, self.trade)])
        waiting = self.env["sales.office.appointment"].search([("led_department_id", "=", self.trade.id)])
        self.assertEqual(waiting.mapped("state"), ["proposed", "withdrawn"])
        self.assertEqual(waiting[0].employee_id, self.rita)

    def test_commands_carry_no_more(self):
        """R135: a role forced into a person's line over RPC is proposed like any other."""
        setup = self.as_(self.admin, self.env["sales.office.setup"]).create({"office_ids": self.trade.ids})
        director = self.env.ref("sales_office_policy.role_director")
        setup.write({"person_line_ids": [Command.create({"employee_id": self.admin.id, "role_ids": director.ids})]})
        setup.action_apply()
        self.env.invalidate_all()
        self.assertFalse(self.admin.user_id.has_group("sales_office_policy.group_director"))
