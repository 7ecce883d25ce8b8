"""What the page costs the server, by role, in the demo office: everything that may wait for somebody waits there."""

from collections import Counter
from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.modules.module import get_manifest
from odoo.tools import convert_file

from odoo.addons.sales_office_policy.models.organization import screening, searching
from odoo.addons.sales_office_policy.models.organization.searching import Searcher

from ..common import SalesOfficeCommon

MODULE = "sales_office_policy"
#: what the page may take of anybody: at noon, when leads wait for their first answer, a manager's takes one less
QUERIES = 20
#: what the figures above it may take; seven are the office's calendar, by which a month is forecast until its last day
FIGURES = 15
#: what both may take together
BOTH = 25
#: domains and rules that are made out in a call, as they follow from the clock or from records
COMPILED = 30
USERS = ("rep1", "leader1", "manager", "director", "clerk", "relations", "finance", "policy")


class TestTodayCost(SalesOfficeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # the demo office has the same logins
        cls.env.cr.execute("UPDATE res_users SET login = 'test-' || login WHERE login IN %s", [USERS])
        cls.env.invalidate_all()
        with patch.object(cls.registry, "ready", False):  # as during an installation
            for name in get_manifest(MODULE)["demo"]:
                convert_file(cls.env, MODULE, name, {}, mode="init", noupdate=True)
        cls.demo = cls.env.ref(f"{MODULE}.demo_company")

    def _today(self, login):
        user = self.env.ref(f"{MODULE}.demo_user_{login}")
        context = {"allowed_company_ids": self.demo.ids, "lang": "en_US", "tz": "Asia/Shanghai"}
        return self.env(user=user.id, su=False, context=context)["sales.office.today"]

    def _count(self, login, method="get_lines", times=3):
        """Return the queries of a call with nothing of records in memory; what the registry remembers is remembered.

        Who leads whom is asked anew each quarter of an hour, so the lowest of some calls is what counts.
        """
        today, counts = self._today(login), []
        for _time in range(times):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            getattr(today, method)()
            counts.append(self.env.cr.sql_log_count - before)
        return min(counts)

    def test_every_role(self):
        """R088: whoever opens the page asks the database no more than so often."""
        counts = {login: self._count(login) for login in USERS}
        self.assertFalse({login: count for login, count in counts.items() if count > QUERIES}, counts)

    def test_when_something_is_due(self):
        """R088: the next days take no more, when what was promised for them is due."""
        for days in (1, 3):
            with freeze_time(fields.Datetime.now() + timedelta(days=days)):
                counts = {login: self._count(login) for login in USERS}
                lines = {line["key"] for line in self._today("rep1").get_lines()}
            self.assertFalse({login: count for login, count in counts.items() if count > QUERIES}, counts)
        self.assertIn("deliveries_due", lines)

    def test_shows_the_same(self):
        """R135: everybody sees what they would if nothing were sifted and nothing remembered, and all rules asked."""
        without = patch.object(screening, "FEW", 1000)
        anew = patch.object(Searcher, "remember", lambda _searcher, _env, _key, make: make())
        whole = patch.multiple(searching, follows=lambda *_asked: False, keep_needed=lambda _model, parts: parts)
        for login in USERS:
            today = self._today(login)
            lines = today.get_lines()
            self.env.invalidate_all()
            with self.subTest(login), without, anew, whole:
                self.assertEqual(today.get_lines(), lines)
                self.assertTrue(lines)

    def test_any_number_of_people(self):
        """R088: the page and its figures take as many queries with people more below the leaders as without."""
        logins = ("rep1", "leader1", "manager", "director", "policy")
        before = {login: self._count(login) for login in logins}
        figures = {login: self._count(login, "get_figures") for login in logins}
        teams = self.env["hr.department"].search(
            [("company_id", "=", self.demo.id), ("sales_office_id", "!=", False), ("child_ids", "=", False)]
        )
        for number in range(12):
            self._create_member(f"New {number}", f"new_{number}", teams[number % len(teams)])
        after = {login: self._count(login) for login in logins}
        # what waits for newcomers is read, too: twelve of them would show if it were asked for each
        self.assertFalse({login for login in logins if after[login] > before[login] + 2}, (before, after))
        self.assertEqual({login: self._count(login, "get_figures") for login in logins}, figures)

    def test_rules_are_made_out_once(self):
        """R088: in one call the rules of a model are made out once at most; most of what is asked is remembered."""
        make_rules, compile_domain, made, compiled = (
            Searcher._make_rules,
            searching.compile_domain,
            Counter(),
            Counter(),
        )

        def note(searcher, records):
            made[records._name, records.env.su] += 1
            return make_rules(searcher, records)

        def note_domain(model, domain):
            compiled[model._name] += 1
            return compile_domain(model, domain)

        for login in USERS:
            self._count(login)  # what is remembered is remembered
            for method in ("get_lines", "get_figures"):
                made.clear()
                compiled.clear()
                noting = patch.object(searching, "compile_domain", note_domain)
                with patch.object(Searcher, "_make_rules", note), noting:
                    self._count(login, method, times=1)
                with self.subTest(f"{login} {method}"):
                    self.assertFalse({key for key, number in made.items() if number > 1})
                    self.assertLess(compiled.total(), COMPILED, compiled)

    def test_figures(self):
        """R088: the figures above the page ask no more than so often, whoever opens it; with its lines 25 times."""
        counts = {login: self._count(login, "get_figures") for login in USERS}
        self.assertFalse({login: count for login, count in counts.items() if count > FIGURES}, counts)
        both = {login: count + self._count(login) for login, count in counts.items()}
        self.assertFalse({login: count for login, count in both.items() if count > BOTH}, both)
