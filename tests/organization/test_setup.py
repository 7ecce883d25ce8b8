"""The getting-started assistant, in the company of :mod:`.common`."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, new_test_user

from .common import SetupCommon


class TestSetup(SetupCommon):
    def _start(self, employee=None, **vals):
        return self.as_(employee or self.admin, self.env["sales.office.setup"]).create(vals)

    def _run(self, until="preview", **vals):
        """Return an assistant that has gone on to the step ``until``."""
        setup = self._start(**vals)
        while setup.step != until:
            setup.action_next()
        return setup

    def _set_up(self):
        """Set the office up as proposed, with a clerk and the room."""
        setup = self._run("leaders", office_ids=self.trade.ids)
        self._line(setup, self.trade).clerk_id = self.clem
        setup.action_next()
        setup.room_ids = self.room
        setup.action_next()
        setup.action_next()
        setup.action_apply()
        self._confirm()
        return setup

    def _confirm(self):
        """Confirm what the assistant proposed, as who manages access rights."""
        self.env["sales.office.appointment"].search([("state", "=", "proposed")]).action_confirm()

    def _line(self, setup, department):
        return setup.department_line_ids.filtered(lambda line: line.department_id == department)

    def _roles(self, setup):
        return {line.name: set(line.role_ids.mapped("group_id.name")) for line in setup.person_line_ids}

    def test_checks_are_switched_on(self):
        """R047: a check chosen in the assistant only notifies; run again, the assistant leaves it as it is."""
        check = self.env["sales.office.check"].create(
            {
                "name": "Napping",
                "code": "napping",
                "room_id": self.room.id,
                "violation_type_id": self.env.ref("sales_office_policy.violation_type_late_arrival").id,
            }
        )
        setup = self._run("rooms", office_ids=self.trade.ids)
        setup.room_ids, setup.check_ids = self.room, check
        setup.action_next()
        self.assertIn("only notifies", setup.preview)
        setup.action_apply()
        self.assertEqual(self.as_(self.admin, check).mode, "notify")
        self.as_(self.admin, check).mode = "suspect"
        again = self._start()
        self.assertEqual(again.check_ids, check)
        again.check_ids = False
        again._apply()
        self.assertEqual(self.as_(self.admin, check).mode, "off")

    def test_proposal_of_leaders_and_teams(self):
        """R047: the departments of the offices come with their leaders, hours and the teams they seem to be."""
        setup = self._run("leaders", office_ids=self.trade.ids)
        self.assertEqual(setup.department_line_ids.department_id, self.trade | self.east | self.port)
        self.assertEqual(setup.department_line_ids.mapped("leader_id.name"), ["Dora", "Mona", "Lina"])
        self.assertEqual(self._line(setup, self.trade).calendar_id, self.hotel.resource_calendar_id)
        self.assertFalse(self._line(setup, self.east).calendar_id)
        self.assertEqual(self._line(setup, self.port).team_ids, self.team_port)
        self.assertEqual(self._line(setup, self.trade).team_ids, self.team_trade)

    def test_proposal_of_roles(self):
        """R063 R080: roles follow from who leads what, keeps the papers, and is in a sales team."""
        setup = self._run("leaders", office_ids=self.trade.ids)
        self._line(setup, self.trade).clerk_id = self.clem
        setup.action_next()
        self.assertEqual(
            self._roles(setup),
            {
                "Dora": {"Sales Director"},
                "Clem": {"Office Clerk"},
                "Nick": {"Sales Representative"},
                "Mona": {"Sales Manager"},
                "Lina": {"Team Leader"},
                "Rita": {"Sales Representative"},
                "Tom": {"Sales Representative"},
                "Ada": {"Policy Administrator"},
            },
        )
        notes = {line.name: line.note for line in setup.person_line_ids}
        self.assertEqual(notes["Nick"], "no user yet")
        self.assertIn("has no employee", notes["Tom"])
        self.assertIn("leads", notes["Lina"])

    def test_posts_from_job_titles(self):
        """R080: titles in English and Chinese say who holds which post, and the list says why."""
        for employee, title in ((self.nick, "销售内勤"), (self.rita, "大客户经理"), (self.clem, "Sales Accountant")):
            employee.job_title = title
        setup = self._run("people", office_ids=self.trade.ids)
        roles = self._roles(setup)
        self.assertEqual(roles["Nick"], {"Office Clerk"})
        self.assertEqual(roles["Rita"], {"Sales Representative"})
        self.assertEqual(roles["Clem"], {"Finance"})
        notes = {line.name: line.note for line in setup.person_line_ids}
        self.assertIn("called Sales Accountant", notes["Clem"])
        self.assertIn("clerk of Trade", notes["Nick"])

    def test_leaders_from_job_titles(self):
        """R080: whoever alone is called so leads a department without a leader; of two nobody is chosen."""
        self.trade.manager_id = self.port.manager_id = self.team_port.user_id = False
        self.dora.job_title = "销售总监"
        self.lina.job_title = self.rita.job_title = "销售主管"
        setup = self._run("leaders", office_ids=self.trade.ids)
        self.assertEqual(self._line(setup, self.trade).leader_id, self.dora)
        self.assertFalse(self._line(setup, self.port).leader_id)

    def test_two_on_one_post(self):
        """R080: two who are to hold a post of one person are named, in the preview too; it is no obstacle."""
        setup = self._run("people", office_ids=self.trade.ids)
        self.assertFalse(setup.warning)
        clem = setup.person_line_ids.filtered(lambda line: line.employee_id == self.clem)
        clem.role_ids = self.env.ref("sales_office_policy.role_director")
        self.assertEqual(setup.warning, "Clem and Dora are all to be Sales Director of Trade: one person is usual.")
        setup.action_next()
        setup.action_next()
        self.assertIn("one person is usual", setup.warning)

    def test_same_name_twice(self):
        """R063: of two with the same name the assistant says where they work."""
        self.clem.name = "Rita"
        setup = self._run("people", office_ids=self.trade.ids)
        names = setup.person_line_ids.mapped("name")
        self.assertIn("Rita (Trade)", names)
        self.assertIn("Rita (Trade / East / Port)", names)
        self.assertIn("Lina", names)

    def test_team_named_as_two_departments(self):
        """R047: a team is not guessed to be one of two departments of its name."""
        self.team_trade.name = "Sales"
        (self.east | self.port).name = "Sales"
        setup = self._run("leaders", office_ids=self.trade.ids)
        self.assertNotIn(self.team_trade, setup.department_line_ids.team_ids)

    def test_nothing_happens_before_the_last_step(self):
        """R138: going through all steps changes nothing; the preview says in words what would."""
        setup = self._run(office_ids=self.trade.ids, room_ids=self.room.ids)
        self.assertFalse(self.trade.is_sales_office)
        self.assertFalse(self.rita.sales_office_role_ids)
        self.assertFalse(self.hotel.sales_office_room_ids)
        for sentence in (
            "Trade becomes a sales office",
            "Sales team Harbour quays becomes part of",
            "Rita gets: Sales Representative.",
            "Tom becomes an employee in Trade / East / Port and gets: Sales Representative.",
            "Test is switched on. It tests.",
        ):
            self.assertIn(sentence, setup.preview)

    def test_apply(self):
        """R047 R063 R088: applying makes the office, its clerk, teams, roles, groups and rooms."""
        self._set_up()
        self.assertTrue(self.trade.is_sales_office)
        self.assertEqual(self.trade.sales_office_clerk_id, self.clem)
        self.assertEqual(self.trade.sales_office_calendar_id, self.hotel.resource_calendar_id)
        self.assertEqual(self.team_port.department_id, self.port)
        self.assertTrue(self.lina.user_id.has_group("sales_office_policy.group_team_leader"))
        self.assertTrue(self.dora.user_id.has_group("sales_office_policy.group_director"))
        tom = self.env["hr.employee"].search([("user_id", "=", self.tom.id)])
        self.assertEqual((tom.name, tom.department_id, tom.company_id), ("Tom", self.port, self.hotel))
        self.assertTrue(self.tom.has_group("sales_office_policy.group_representative"))
        self.assertEqual(self.hotel.sales_office_room_ids, self.room)
        self.assertFalse(self.kurt.sales_office_role_ids)

    def test_second_run_changes_nothing(self):
        """R138: run again without a change it says that there is none and makes none."""
        self._set_up()
        setup = self._run()
        self.assertEqual(setup.office_ids, self.trade)
        self.assertFalse(setup.has_changes)
        self.env.flush_all()
        before = self.env["hr.employee"].search_count([])
        self.assertIn("nothing was changed", setup.action_apply()["params"]["message"])
        self.assertEqual(self.env["hr.employee"].search_count([]), before)

    def test_applying_twice(self):
        """R138: a second click on Apply neither doubles the department nor the employee."""
        setup = self._run("leaders", office_ids=self.trade.ids, new_office_name="Fairs")
        setup.action_next()
        setup.action_next()
        setup.action_next()
        setup.action_apply()
        self.assertIn("nothing was changed", setup.action_apply()["params"]["message"])
        self.assertEqual(self.env["hr.department"].search_count([("name", "=", "Fairs")]), 1)
        self.assertEqual(self.env["hr.employee"].search_count([("user_id", "=", self.tom.id)]), 1)

    def test_what_was_decided_is_not_proposed_again(self):
        """R063: in an office that stands, somebody left without a role stays so until one is chosen."""
        setup = self._run("people", office_ids=self.trade.ids)
        rita = setup.person_line_ids.filtered(lambda line: line.employee_id == self.rita)
        rita.role_ids = False
        setup.action_next()
        setup.action_next()
        setup.action_apply()
        again = self._run("people")
        self.assertEqual(self._roles(again)["Rita"], set())
        again.action_use_suggestions()
        self.assertEqual(self._roles(again)["Rita"], {"Sales Representative"})

    def test_new_leader_of_a_standing_office(self):
        """R047: a leader chosen in a later run gets the role of the post."""
        self._set_up()
        setup = self._run("leaders")
        self._line(setup, self.port).leader_id = self.rita
        setup.action_next()
        self.assertEqual(self._roles(setup)["Rita"], {"Team Leader"})
        setup.action_next()
        setup.action_next()
        self.assertIn("Rita as the leader of Trade / East / Port.", setup.preview)
        self.assertIn("Rita as: Team Leader.", setup.preview)
        self.assertNotIn("Rita gets", setup.preview)
        setup.action_apply()
        self.assertEqual(self.port.manager_id, self.lina)
        self._confirm()
        self.assertEqual(self.port.manager_id, self.rita)
        self.assertEqual(self.rita.sales_office_role_ids, self.env.ref("sales_office_policy.role_team_leader"))

    def test_edited_roles_survive_going_back(self):
        """R063: what was chosen by hand stays when a step is repeated; only new suggestions are added."""
        setup = self._run("people", office_ids=self.trade.ids)
        finance = self.env.ref("sales_office_policy.role_finance")
        setup.person_line_ids.filtered(lambda line: line.employee_id == self.rita).role_ids = finance
        with Form(setup) as form, form.person_line_ids.new() as line:
            line.employee_id = self.kurt
            line.role_ids.add(finance)
        setup.action_back()
        self._line(setup, self.trade).clerk_id = self.nick
        setup.action_next()
        roles = self._roles(setup)
        self.assertEqual(roles["Rita"], {"Finance"})
        self.assertEqual(roles["Kurt"], {"Finance"})
        self.assertEqual(roles["Nick"], {"Office Clerk"})

    def test_new_department(self):
        """R088: an office can be a department that does not exist yet."""
        setup = self._run("leaders", new_office_name="Fairs")
        setup.department_line_ids.leader_id = self.kurt
        setup.action_next()
        self.assertEqual(self._roles(setup)["Kurt"], {"Sales Director"})
        setup.action_next()
        setup.action_next()
        self.assertIn("A new department Fairs is created.", setup.preview)
        setup.action_apply()
        self._confirm()
        fairs = self.env["hr.department"].search([("name", "=", "Fairs")])
        self.assertEqual((fairs.company_id, fairs.manager_id, fairs.is_sales_office), (self.hotel, self.kurt, True))

    def test_giving_an_office_up(self):
        """R063: an office that is no longer chosen ends, and its people lose their roles, as the preview says."""
        self._set_up()
        setup = self._run(office_ids=self.kitchen.ids)
        self.assertIn("Trade is no longer a sales office.", setup.preview)
        self.assertIn("Rita loses: Sales Representative.", setup.preview)
        setup.action_apply()
        self.assertFalse(self.trade.is_sales_office)
        self.assertFalse(self.rita.user_id.has_group("sales_office_policy.group_member"))
        self.assertTrue(self.admin.user_id.has_group("sales_office_policy.group_policy_admin"))

    def test_leader_who_left(self):
        """R047: an archived leader is not proposed, and not removed unless another is chosen."""
        self.lina.active = False
        self.team_port.user_id = False
        setup = self._run("leaders", office_ids=self.trade.ids)
        self.assertFalse(self._line(setup, self.port).leader_id)
        while setup.step != "preview":
            setup.action_next()
        self.assertNotIn("Lina", setup.preview)
        setup.action_apply()
        self.assertEqual(self.port.manager_id, self.lina)

    def test_somebody_who_left_is_not_doubled(self):
        """R063: a team member whose employee is archived gets no second one."""
        self.rita.active = False
        setup = self._run("people", office_ids=self.trade.ids)
        self.assertNotIn("Rita", self._roles(setup))

    def test_only_the_policy_administrator(self):
        """R135: nobody else can start, continue or apply the assistant."""
        for viewer in (self.director, self.clerk, self.rep, self.outsider):
            with self.assertRaises(AccessError):
                self._start(viewer)
        setup = self._run(office_ids=self.trade.ids)
        self.director.user_id.company_ids |= self.hotel
        for method in ("action_next", "action_back", "action_use_suggestions", "action_apply"):
            with self.assertRaises(AccessError):
                getattr(setup.with_user(self.director.user_id), method)()
        self.manager.sales_office_role_ids |= self.env.ref("sales_office_policy.role_policy_admin")
        self.manager.user_id.company_ids |= self.hotel
        with self.assertRaises(AccessError):  # another policy administrator's
            setup.with_user(self.manager.user_id).action_apply()

    def test_without_a_department(self):
        """R088: it asks for at least one."""
        with self.assertRaisesRegex(UserError, "Choose at least one department, or name"):
            self._start().action_next()

    def test_other_companies_are_out_of_reach(self):
        """R135: it neither lists nor takes departments, people or teams of another company, even over RPC."""
        self.admin.user_id.company_ids |= self.company
        both = self.env["sales.office.setup"].with_user(self.admin.user_id)
        both = both.with_context(allowed_company_ids=(self.hotel | self.company).ids)
        setup = both.create({"office_ids": (self.trade | self.sales).ids})
        setup.action_next()
        setup.action_next()
        self.assertFalse(setup.person_line_ids.employee_id & self.rep)
        self.assertFalse(setup.department_line_ids.department_id & self.sales)
        for line, vals in (
            (setup.department_line_ids[0], {"department_id": self.sales.id}),
            (setup.department_line_ids[0], {"leader_id": self.rep.id}),
            (setup.person_line_ids[0], {"employee_id": self.rep.id}),
        ):
            with self.assertRaisesRegex(UserError, "company inconsistencies"):
                line.write(vals)
        team = self.env["crm.team"].create({"name": "Valley", "company_id": self.company_valley.id})
        with self.assertRaisesRegex(AccessError, "you may not read what is given there"):
            setup.department_line_ids[0].write({"team_ids": [Command.link(team.id)]})
        with self.assertRaisesRegex(UserError, "This assistant was started for"):
            setup.with_context(allowed_company_ids=self.company.ids).action_apply()

    def test_impossible_people(self):
        """R063: nobody twice, nobody from outside the company, and somebody in each line."""
        setup = self._run("people", office_ids=self.trade.ids)
        portal = new_test_user(self.env, "portal_setup", groups="base.group_portal")
        for vals in ({"employee_id": self.rita.id}, {"user_id": portal.id}, {"user_id": self.rep.user_id.id}, {}):
            with self.subTest(vals=vals):
                setup.person_line_ids = [Command.create(vals)]
                with self.assertRaisesRegex(
                    ValidationError, "is in the list twice|Choose an employee in each line|is not an internal user of"
                ):
                    setup.action_apply()
                setup.person_line_ids.sorted("id")[-1].unlink()

    def test_policy_admin_needs_no_other_right(self):
        """R080: all of it is done by somebody who is neither HR officer nor sales manager."""
        user = self.admin.user_id
        for group in ("hr.group_hr_user", "sales_team.group_sale_salesman", "base.group_erp_manager"):
            self.assertFalse(user.has_group(group))
        self._set_up()
        self.assertTrue(self.rita.sales_office_role_ids)
