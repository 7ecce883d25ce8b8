"""Many searches in one query: they find, count and read what Odoo would, one by one, and nothing else."""

from datetime import date, datetime, timedelta
from unittest.mock import patch

from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.sales_office_policy.models.organization import screening
from odoo.addons.sales_office_policy.models.organization.asking import Joint, Rows, Search, ask, find, together
from odoo.addons.sales_office_policy.models.organization.searching import Searcher

from ..common import SalesOfficeCommon

MODELS = ("crm.lead", "crm.team", "hr.department", "mail.activity", "res.partner", "sales.office.deputy")


class TestAsking(SalesOfficeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.deputies = cls.env["sales.office.deputy"].create(
            [
                {"employee_id": manager.id, "deputy_id": deputy.id, "date_from": day, "date_to": day}
                for manager, deputy in ((cls.leader, cls.rep), (cls.leader_south, cls.rep_south))
                for day in ("2026-03-02", "2026-03-09")
            ]
        )
        cls.env["crm.lead"].create(
            [
                {"name": f"{employee.name} {active}", "user_id": employee.user_id.id, "active": active}
                for employee in (cls.rep, cls.rep_south, cls.colleague)
                for active in (True, False)
            ]
        )

    def _env(self, employee):
        return self.as_(employee, self.env["res.partner"]).env

    def test_finds_what_odoo_finds(self):
        """R135: the same records in the same order, whoever asks: rules, archived ones, what has a way of its own."""
        for employee in (self.rep, self.leader, self.director, self.clerk, self.director_valley):
            env = self._env(employee)
            asked = [env[name] for name in MODELS if env[name].has_access("read")]
            for domain in (Domain.TRUE, Domain("create_uid", "!=", False), Domain("active", "=", False)):
                domains = [domain if "active" in model._fields or domain.is_true() else Domain.TRUE for model in asked]
                found = find(env, [Search(model, one) for model, one in zip(asked, domains, strict=True)])
                for model, one, records in zip(asked, domains, found, strict=True):
                    with self.subTest(f"{employee.name} {model._name} {one}"):
                        self.assertEqual(records.ids, model.search(one).ids)

    def test_looks_first_where_there_are_many(self):
        """R088: of many searches, what a look at the table rules out is not asked, and nothing is missed by it."""
        leads, deputies = self._env(self.leader)["crm.lead"], self._env(self.leader)["sales.office.deputy"]
        mine, day = self.rep.user_id.id, date(2026, 3, 5)
        domains = [
            Domain("user_id", operator, value)
            for operator, value in (("=", mine), ("!=", mine), ("=", False), ("!=", False), ("in", [mine, False]))
        ]
        domains += [~domain for domain in domains] + [Domain("user_id", "in", []), Domain("user_id", "not in", [])]
        domains += [Domain("active", "=", value) & domains[0] for value in (True, False)]
        domains += [Domain("active", "!=", value) & domains[1] for value in (True, False)]
        domains += [Domain("create_date", operator, datetime.now()) for operator in ("<", "<=", ">", ">=")]
        domains += [Domain("user_id.name", "=", "Ann") & domains[0], ~Domain("user_id.name", "=", "Ann") & domains[0]]
        domains += [Domain("name", "ilike", "no such lead"), Domain("type", "=", "lead"), Domain("type", "!=", "lead")]
        searches = [Search(leads, domain) for domain in domains]
        for days in (-4, -3, 0, 4, 5):
            for operator in ("=", "!=", "<", "<=", ">", ">=", "in"):
                value = day + timedelta(days=days)
                searches.append(Search(deputies, [("date_from", operator, [value] if operator == "in" else value)]))
        asked = screening.sift(leads.env, searches, Searcher())
        self.assertLess(len(asked), len(searches) - 10)
        for search, found in zip(searches, find(leads.env, searches), strict=True):
            with self.subTest(str(search.domain)):
                self.assertEqual(found.ids, search.records.search(search.domain).ids)

    def test_the_same_with_a_look_first(self):
        """R135: whoever asks finds the same with a look first as without."""
        for employee in (self.rep, self.leader, self.director, self.clerk):
            env = self._env(employee)
            asked = [env[name] for name in MODELS if env[name].has_access("read")]
            searches = [Search(model, domain) for model in asked for domain in (Domain.TRUE, Domain.FALSE)]
            without = find(env, searches)
            with patch.object(screening, "FEW", 1):
                self.assertEqual(find(env, searches), without)

    def test_remembers_no_rights(self):
        """R135: what rules came to is forgotten once they or who leads whom change, and nobody has another's."""
        leads = {one: self._env(one)["crm.lead"] for one in (self.leader, self.leader_south, self.rep, self.director)}
        domains = (Domain("in_office_scope", "=", True), Domain.TRUE, Domain("user_id.in_office_scope", "=", True))

        def check(*changed):
            for employee, model in leads.items():
                found = find(model.env, [Search(model, domain) for domain in domains])
                for domain, records in zip(domains, found, strict=True):
                    with self.subTest(f"{changed} {employee.name} {domain}"):
                        self.assertEqual(records.ids, model.search(domain).ids)
            return find(leads[self.leader].env, [Search(leads[self.leader], domains[0])])[0]

        before = check()
        self.assertTrue(before)
        self.north.manager_id = self.leader_south
        self.assertFalse(check("who leads"))
        self.north.manager_id = self.leader
        self.assertEqual(check("who leads again"), before)
        rule = {
            "name": "Nothing",
            "model_id": self.env["ir.model"]._get_id("crm.lead"),
            "domain_force": "[(0, '=', 1)]",
        }
        rule = self.env["ir.rule"].create(rule)
        self.assertFalse(check("a rule"))
        rule.unlink()
        self.assertEqual(check("without it"), before)

    def test_one_query(self):
        """R088: any number of searches is one query, what they find and refer to a second one; one is the company's."""
        env = self._env(self.director)
        deputies, leads = env["sales.office.deputy"], env["crm.lead"]
        searches = [Search(deputies, [], names=("employee_id", "deputy_id")), Search(leads, [], names=("user_id",))]
        for _time in range(2):
            env.invalidate_all()
            before = env.cr.sql_log_count
            found, found_leads = find(env, searches)
            names = [*found.employee_id.mapped("name"), *found_leads.user_id.mapped("name"), *found.mapped("reason")]
        self.assertLessEqual(env.cr.sql_log_count - before, 3)
        self.assertIn("Lea", names)

    def test_reads_what_is_chosen(self):
        """R088: of records of which not all is read the name and what was chosen is there; Odoo reads the rest."""
        leads = self._env(self.director)["crm.lead"]
        for _time in range(2):  # what the registry remembers is remembered
            leads.env.invalidate_all()
            [found] = find(leads.env, [Search(leads, [], "id", fields=("type",), names=("user_id",))])
            before = leads.env.cr.sql_log_count
            seen = [(lead.display_name, lead.type, lead.user_id.name) for lead in found]
            self.assertEqual(leads.env.cr.sql_log_count, before)
        self.assertEqual(found.mapped("phone"), [False] * len(found))
        self.assertEqual(seen, [(lead.name, "opportunity", lead.sudo().user_id.name) for lead in found])

    def test_counts_parts(self):
        """R088: several numbers of the same records come from one look at them."""
        leads = self._env(self.leader)["crm.lead"]
        parts = [Domain("user_id", "=", self.rep.user_id.id), Domain("user_id.name", "=", "Ann"), Domain.FALSE]
        [counts] = find(leads.env, [Search(leads, [("name", "ilike", "True")], counted=True, parts=tuple(parts))])
        named = Domain("name", "ilike", "True")
        self.assertEqual(counts, [leads.search_count(named & part) for part in parts])
        self.assertEqual(counts, [1, 1, 0])

    def test_counts_nothing(self):
        """R088: where nothing can be found each part has none."""
        leads = self._env(self.leader)["crm.lead"]
        parts = (Domain.TRUE, Domain.FALSE)
        self.assertEqual(find(leads.env, [Search(leads, Domain.FALSE, counted=True, parts=parts)]), [[0, 0]])

    def test_rows(self):
        """R088: what a question selects itself comes with the searches of the others."""

        def question():
            rows = yield Rows(SQL("SELECT id AS number, login FROM res_users WHERE id = %s", self.rep.user_id.id))
            return rows

        self.assertEqual(ask(self.env, [question()]), [[{"number": self.rep.user_id.id, "login": "rep"}]])

    def test_columns(self):
        """R088: where only some columns are looked at, they come as values; nothing is read for each."""
        deputies = self._env(self.director)["sales.office.deputy"].sudo()
        [found] = find(deputies.env, [Search(deputies, [], "id", columns=("deputy_id", "date_from", "reason"))])
        expected = [
            {"id": one.id, "deputy_id": one.deputy_id.id, "date_from": one.date_from, "reason": one.reason or None}
            for one in deputies.search([], order="id")
        ]
        self.assertEqual(found, expected)
        self.assertEqual(len(found), 4)

    def test_joint(self):
        """R088: what several ask of one class in a turn is answered at once, also within a question of questions."""
        turns = []

        class Square(Joint):
            def __init__(self, number):
                self.number = number

            @classmethod
            def answer(cls, asked):
                turns.append([one.number for one in asked])
                return [one.number**2 for one in asked]

        def power(number):
            square = yield Square(number)
            _rows, (fourth,) = yield from together([rows(), [square]])
            return (yield Square(fourth)) if number > 2 else square

        def rows():
            return (yield Rows(SQL("SELECT 1 AS one")))

        self.assertEqual(ask(self.env, [power(2), together([power(3), power(4)]), [7]]), [4, [81, 256], [7]])
        self.assertEqual(turns, [[2, 3, 4], [9, 16]])

    def test_reads_no_more_than_may_be_read(self):
        """R135: following to a colleague gives their name, and nothing of the private employee."""
        env = self._env(self.director)
        [found] = find(env, [Search(env["sales.office.deputy"], [], names=("employee_id",))])
        employee = found.employee_id[:1]
        self.assertTrue(employee.name)
        for name in ("private_email", "barcode"):
            self.assertFalse(employee._fields[name]._get_cache(employee.env).get(employee.id))
