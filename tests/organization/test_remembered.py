"""What searches remember from call to call is what Odoo would find now, whoever asked before, and how much it is."""

from unittest.mock import Mock, patch

from freezegun import freeze_time

from odoo.fields import Command, Domain
from odoo.tools import SQL

from odoo.addons.base.models import res_users
from odoo.addons.sales_office_policy.models.organization import searching
from odoo.addons.sales_office_policy.models.organization.asking import Search, find
from odoo.addons.sales_office_policy.models.organization.searching import Searcher, is_lasting

from ..common import SalesOfficeCommon

MODELS = ("crm.lead", "crm.team", "sales.office.deputy", "sales.office.membership", "sales.office.violation")


class TestRemembered(SalesOfficeCommon):
    def setUp(self):
        super().setUp()
        self.env["crm.lead"].create(
            [{"name": one.name, "user_id": one.user_id.id} for one in (self.rep, self.rep_south, self.rep_valley)]
        )

    def _check(self, employee, *companies):
        """Search as somebody in these companies; return their leads. What is found is what Odoo finds."""
        env = self.as_(employee, self.env["crm.lead"]).env
        if companies:
            env = env(context={**env.context, "allowed_company_ids": [company.id for company in companies]})
        asked = [env[name] for name in MODELS if env[name].has_access("read")]
        domains = (Domain.TRUE, Domain("create_uid", "!=", False), Domain("id", "!=", 0))
        searches = [Search(model, domain) for model in asked for domain in domains]
        for search, records in zip(searches, find(env, searches), strict=True):
            self.assertEqual(records.ids, search.records.search(search.domain).ids, search)
        if not env["crm.lead"].has_access("read"):
            return env["crm.lead"]
        return find(env, [Search(env["crm.lead"], [("in_office_scope", "=", True)])])[0]

    def test_deputies_by_the_clock(self):
        """R047: who stands in for somebody finds what they lead from midnight to midnight, and not a minute longer."""
        deputy = {"employee_id": self.leader.id, "deputy_id": self.leader_south.id}
        self.env["sales.office.deputy"].create(deputy | {"date_from": "2026-03-03", "date_to": "2026-03-03"})
        self.env.flush_all()
        self.env.cr.postcommit.clear()  # as in requests that begin later
        for moment, finds in (("02 15:59", False), ("02 16:00", True), ("03 15:59", True), ("03 16:00", False)):
            with self.subTest(moment), freeze_time(f"2026-03-{moment}:00"):  # UTC; they are at +8
                self.assertEqual(self.rep.name in self._check(self.leader_south).mapped("name"), finds)

    def test_companies(self):
        """R135: what was found in one company is not found in another, nor less in both."""
        user = self.director.user_id
        user.company_ids = [Command.link(self.company_valley.id)]
        here, there = self.company, self.company_valley
        for companies in ((here,), (there,), (here, there), (there, here), (here,)):
            with self.subTest(str(companies)):
                self._check(self.director, *companies)

    def test_posts(self):
        """R135: whoever loses a post, leaves or is moved finds at once what they may then, and no more."""
        self.assertTrue(self._check(self.leader))
        self.leader.sales_office_role_ids = False
        self._check(self.leader)
        self.leader.department_id = self.south
        self._check(self.leader)
        self.leader.active = False
        self.assertFalse(self._check(self.leader))

    def test_rights(self):
        """R135: a right to read a model that is taken away is missed at once."""
        self._check(self.manager)
        self.env["ir.model.access"].search([("model_id.model", "=", "sales.office.deputy")]).perm_read = False
        self._check(self.manager)
        self.assertFalse(self.as_(self.manager, self.env["sales.office.deputy"]).has_access("read"))

    def test_all_languages(self):
        """R135: a call that wanted texts in all languages leaves them to the next as they are read."""
        stages = self.as_(self.leader, self.env["crm.stage"])
        for context in ({"prefetch_langs": True}, {}):
            self.env.invalidate_all()
            [found] = find(stages.env, [Search(stages.with_context(**context), [])])
        self.assertTrue(found)
        self.assertIsInstance(found[0].name, str)

    def test_how_much(self):
        """R088: so much is remembered for a user, and no lists of records."""
        leads = self.as_(self.leader, self.env["crm.lead"])
        searcher = Searcher()
        searcher.remember(leads.env, ("any",), lambda: None)
        [memory] = searcher._memories.values()
        find(leads.env, [Search(leads, [("id", "in", list(range(1, 1000)))])])
        self.assertFalse([key for key in memory if len(str(key)) > 2 * searching.LONGEST])
        with patch.object(searching, "REMEMBERED", 5):
            for number in range(20):
                [found] = find(leads.env, [Search(leads, [("create_uid", "=", number), ("type", "!=", False)])])
                self.assertEqual(found, leads.search([("create_uid", "=", number), ("type", "!=", False)]))
                self.assertLessEqual(len(memory), 5)

    def test_two_at_once(self):
        """R088: what another request of the same user forgets meanwhile is there for this one."""

        class Forgotten(dict):
            def __setitem__(self, key, value):
                """Keep nothing."""

        leads, searcher = self.as_(self.leader, self.env["crm.lead"]), Searcher()
        searcher._memories[leads.env] = Forgotten()
        for value in (1, None):
            self.assertEqual(searcher.remember(leads.env, ("any",), lambda value=value: value), value)

    def test_forgotten_with_the_commit(self):
        """R137: what others remember between a change and its commit is forgotten with the commit."""
        self.env.cr.postcommit.clear()
        self.env["product.pricelist"].create({"name": "Fair"}).sequence = 3
        self.assertEqual(len(self.env.cr.postcommit), 1)
        self.assertTrue(self.company._get_sales_office_room_codes())
        rooms = self.company._fields["sales_office_room_ids"]
        table, column = SQL.identifier(rooms.relation), SQL.identifier(rooms.column1)
        self.env.flush_all()
        self.env.cr.execute(SQL("DELETE FROM %s WHERE %s = %s", table, column, self.company.id))
        self.env.invalidate_all()
        self.assertTrue(self.company._get_sales_office_room_codes())
        self.env.cr.postcommit.run()
        self.assertFalse(self.company._get_sales_office_room_codes())

    def test_tables_that_are_selected(self):
        """R135: what refers to a table that is selected anew each time, as by the day, is not remembered."""
        leads = self.env["crm.lead"]
        domain = Domain("team_id", "any", [("active", "=", True)]).optimize(leads)
        self.assertTrue(is_lasting(leads, domain))
        with patch.object(type(self.env["crm.team"]), "_table_query", "SELECT * FROM crm_team"):
            self.assertFalse(is_lasting(leads, domain))

    def test_actions(self):
        """R135: what an action of one company says where nothing is found is not told in another."""

        def say(model, _help):
            return model.env.company.name

        self.registry.clear_cache()
        with patch.object(type(self.env["crm.lead"]), "get_empty_list_help", say):
            for employee in (self.rep, self.rep_valley, self.rep):
                today = self.as_(employee, self.env["sales.office.today"])
                action = today._read_action("crm.crm_lead_action_pipeline")
                self.assertEqual(action["help"], employee.company_id.name)
        self.registry.clear_cache()

    def test_fields_for_the_debug_mode(self):
        """R137: a field that is for the debug mode is described in it, and in it only, whoever asked before."""
        leads, debug = self.as_(self.rep, self.env["crm.lead"]), Mock(session=Mock(debug="1"))
        self.rep.user_id.group_ids += self.env.ref("base.group_no_one")
        self.registry.clear_cache()
        with patch.object(leads._fields["priority"], "groups", "base.group_no_one"):
            for _again in range(2):
                self.assertNotIn("priority", leads.fields_get())
                with patch.object(res_users, "request", debug):
                    self.assertIn("priority", leads.fields_get())
        self.registry.clear_cache()
