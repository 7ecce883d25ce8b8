"""Rules that follow from what is searched are not asked, and nothing else is left out of them."""

from odoo.fields import Domain

from odoo.addons.sales_office_policy.models.organization.asking import Search, find
from odoo.addons.sales_office_policy.models.organization.search.following import follows, keep_needed, read_parts
from odoo.addons.sales_office_policy.models.organization.searching import Searcher

from ..common import SalesOfficeCommon

REPORTS = "sales.office.work.report"


class TestFollowing(SalesOfficeCommon):
    def _follows(self, known, wanted):
        model = self.env[REPORTS]
        return follows(model, read_parts(model, Domain(known)), Domain(wanted))

    def test_follows(self):
        """R135: of columns with one value, what is said follows from as much or more said."""
        mine, ours, nobody = ("user_id", "=", 3), ("user_id", "in", [3, 4]), ("user_id", "=", False)
        for known, wanted in (
            ([mine], [mine]),
            ([mine], [ours]),
            ([mine], [("user_id", "!=", 4)]),
            ([mine], [("user_id", "!=", False)]),
            ([mine, ("state", "=", "late")], ["|", ("kind", "=", "daily"), ours]),
            ([("user_id", "not in", [3, False])], [("user_id", "!=", 3)]),
            ([nobody], [("user_id", "not in", [3, 4])]),
            ([("in_office_scope", "=", True)], ["|", mine, ("in_office_scope", "=", True)]),
        ):
            with self.subTest(f"{known} {wanted}"):
                self.assertTrue(self._follows(known, wanted))

    def test_does_not_follow(self):
        """R135: from less, from something else, from one of two and from what is no such column nothing follows."""
        mine, ours = ("user_id", "=", 3), ("user_id", "in", [3, 4])
        for known, wanted in (
            ([ours], [mine]),
            ([("user_id", "!=", 4)], [mine]),
            ([("user_id", "!=", 4)], [("user_id", "!=", False)]),
            (["|", mine, ("state", "=", "late")], [mine]),
            (["!", ours], [("user_id", "=", 5)]),
            ([mine], [mine, ("state", "=", "late")]),
            ([("user_id.login", "=", "rep")], [("user_id.login", "=", "rep")]),
            ([("problems", "=", "x")], [("problems", "!=", "y")]),
            ([("in_office_scope", "=", False)], [("in_office_scope", "=", True)]),
        ):
            with self.subTest(f"{known} {wanted}"):
                self.assertFalse(self._follows(known, wanted))

    def test_parts_of_one_another(self):
        """R135: of two parts that follow from each other one stays."""
        model = self.env[REPORTS]
        one = Domain("company_id", "in", [1])
        either = Domain("company_id", "in", [1, False]) | Domain("user_id", "=", 3)
        self.assertEqual(keep_needed(model, [one, either]), [one])
        self.assertEqual(keep_needed(model, [one, Domain("company_id", "in", [1])]), [one])
        self.assertEqual(keep_needed(model, [either]), [either])

    def test_own_is_asked_without_the_other_ways(self):
        """R088: who asks for their own is not asked how else they may read it; for anything else all rules count."""
        reports = self.as_(self.leader, self.env[REPORTS])
        asked = [Domain("user_id", "=", reports.env.uid), Domain("state", "=", "draft"), Domain.TRUE]
        queries = [Searcher().search(reports, domain).select().code for domain in asked]
        self.assertEqual(["department_id" in query for query in queries], [False, True, True])
        self.assertTrue(all('"company_id"' in query for query in queries))

    def test_finds_the_same(self):
        """R135: whoever asks for their own, their team's or all, finds what Odoo finds."""
        for employee in (self.rep, self.leader, self.manager, self.director, self.clerk, self.director_valley):
            for name in (REPORTS, "sales.office.deputy", "crm.lead", "sales.office.violation", "sales.office.meeting"):
                model = self.as_(employee, self.env[name])
                if not model.has_access("read"):
                    continue
                ways = [Domain.TRUE, Domain("in_office_scope", "=", True)]
                if "user_id" in model._fields:
                    ways += [Domain("user_id", "=", model.env.uid), Domain("user_id", "!=", model.env.uid)]
                for domain, found in zip(ways, find(model.env, [Search(model, way) for way in ways]), strict=True):
                    with self.subTest(f"{employee.name} {name} {domain}"):
                        self.assertEqual(found.ids, model.search(domain).ids)
