"""The cheap look before many searches: it leaves out nothing that may be found, and most of what is not there."""

from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.fields import Domain

from odoo.addons.sales_office_policy.models.organization import screening
from odoo.addons.sales_office_policy.models.organization.asking import Search, find
from odoo.addons.sales_office_policy.models.organization.search.moments import take_out
from odoo.addons.sales_office_policy.models.organization.searching import Searcher

from ..common import SalesOfficeCommon

LEADS, REPORTS, TARGETS = "crm.lead", "sales.office.work.report", "sales.office.target"


class TestScreening(SalesOfficeCommon):
    def relax(self, model, domain):
        """Return what is asked of the table, without values."""
        return screening.relax(self.as_(self.leader, self.env[model]), domain)

    def look(self, model, *domains):
        """Return of each domain whether there may be something to find."""
        records = self.as_(self.leader, self.env[model])
        searches = [Search(records, domain) for domain in domains] * screening.FEW
        found = screening.sift(records.env, searches, Searcher())
        return [number in found for number in range(len(domains))]

    def test_what_is_referred_to(self):
        """R088: what a path, a related field or a domain of another record asks is asked of that record's table."""
        team = self.env["crm.team"].create({"name": "Team", "user_id": self.leader.user_id.id})
        self.env[LEADS].create({"name": "Lead", "team_id": team.id, "user_id": self.rep.user_id.id})
        self.env.flush_all()
        leader, rep = self.leader.user_id.id, self.rep.user_id.id
        domains = [
            [("team_id.user_id", "=", user_id), ("id", "!=", 0), ("team_id", "=", team.id)] for user_id in (leader, rep)
        ]
        domains += [
            Domain("team_id", "any", [("user_id", "=", user_id), ("id", "=", team.id)]) for user_id in (leader,)
        ]
        self.assertEqual(self.look(LEADS, *domains), [True, False, True])

    def test_what_no_record_says(self):
        """R088: an empty field, a negation and what follows no column leave the look open."""
        for domain in (
            [("team_id.user_id", "=", False)],
            [("team_id.user_id", "!=", 3)],
            ["!", ("team_id.user_id", "=", 3)],
            [("tag_ids.name", "=", "x")],
            [("team_id.name", "=", "x")],
        ):
            with self.subTest(domain):
                self.assertIs(self.relax(LEADS, domain), screening.ANYTHING)

    def test_days_and_times(self):
        """R088: what the clock asks is remembered without its days and times, and looks for those of today."""
        now, lead = fields.Datetime.now(), self.env[LEADS].create({"name": "Lead", "user_id": self.rep.user_id.id})
        lead.date_deadline = now.date()
        self.env.flush_all()
        mine = Domain("id", ">", 0) & Domain("user_id", "=", self.rep.user_id.id)
        asked = [
            (mine & Domain("date_deadline", operator, now.date() + timedelta(days=days)), there)
            for operator, days, there in (
                ("=", 0, True),
                ("<", 0, False),
                ("<=", 0, True),
                (">", -1, True),
                ("=", 1, False),
            )
        ]
        asked += [
            (mine & Domain("create_date", operator, lead.create_date + timedelta(hours=hours)), there)
            for operator, hours, there in (("<", 1, True), (">", 1, False), ("<", -1, False), (">=", -1, True))
        ]
        for _again in range(2):
            self.assertEqual(
                self.look(LEADS, *(domain for domain, _there in asked)), [there for _domain, there in asked]
            )

    def test_what_else_has_to_be_there(self):
        """R088: a question that knows a cheap sign looks for that."""
        reports = self.as_(self.leader, self.env[REPORTS])
        for sign, there in (("TRUE", True), ("FALSE", False)):
            search = Search(reports, [], only=screening.SQL(sign))
            found = screening.sift(reports.env, [search] * screening.FEW, Searcher())
            self.assertEqual(bool(found), there)

    def test_what_was_there_the_last_time(self):
        """R088: what found something is not looked at the next time, and is once it found nothing."""
        lead = self.env[LEADS].create({"name": "Lead", "user_id": self.rep.user_id.id})
        leads = self.as_(self.rep, self.env[LEADS])
        searches = [Search(leads, [("user_id", "=", leads.env.uid), ("date_deadline", "=", False)])]
        searches += [Search(leads, [("user_id", "=", leads.env.uid), ("color", "=", n)]) for n in range(screening.FEW)]

        def count(*there):
            self.env.flush_all()
            with patch.object(screening, "execute", wraps=screening.execute) as asked:
                found = find(leads.env, searches)
            self.assertEqual(found[0].ids, list(there))
            return asked.call_args.args[1].code.count("EXISTS") if asked.called else 0

        looked = count(*lead.ids)
        self.assertLess(count(*lead.ids), looked)
        lead.date_deadline = fields.Date.today()
        self.assertLess(count(), looked)
        self.assertEqual(count(), looked)

    def test_two_at_once(self):
        """R135: what another page of the same user finds meanwhile does not mix up the answers of this one."""
        lead = self.env[LEADS].create({"name": "Lead", "user_id": self.rep.user_id.id})
        leads = self.as_(self.rep, self.env[LEADS])
        mine = Domain("user_id", "=", leads.env.uid)
        nowhere = range(10**6, 10**6 + screening.FEW)  # no team has these numbers
        searches = [Search(leads, mine & Domain("team_id", "=", team_id)) for team_id in nowhere]
        searches.append(Search(leads, mine & Domain("date_deadline", "=", False)))
        self.env.flush_all()
        likely = screening._get_likely(leads.env, Searcher())
        code, execute = screening._get_screen(searches[0], Searcher()).code, screening.execute
        for change in (likely.add, likely.discard):

            def ask_beside(env, query, change=change):
                rows = execute(env, query)
                change(code)
                return rows

            with patch.object(screening, "execute", ask_beside):
                self.assertEqual(find(leads.env, searches)[-1].ids, lead.ids)
            likely.clear()
            likely.add(code)

    def test_sql_is_left_open(self):
        """R088: a condition that is SQL is left open, whatever it says; what else is asked is told apart."""
        users = self.rep.user_id | self.rep_south.user_id
        self.env[LEADS].create({"name": "Lead", "user_id": users[0].id})
        self.env.flush_all()
        inner = [Domain("team_id", "any!", Domain("user_id", "=", user.id)) for user in users]
        domains = [
            Domain.custom(to_sql=lambda *_asked: screening.SQL("TRUE")) & Domain("user_id", "=", user.id)
            for user in users
        ]
        self.assertEqual(self.look(LEADS, *domains), [True, False])
        texts = {take_out(domain, screening.OTHER)[0] for domain in (*domains, *inner)}
        self.assertEqual(len(texts), 4)

    def test_finds_what_odoo_finds_the_second_time(self):
        """R135: a search that is remembered as a whole finds what Odoo finds, for whoever asks."""
        self.env[LEADS].create([{"name": f"Lead {n}", "user_id": self.rep.user_id.id} for n in range(3)])
        self.env.flush_all()
        now = fields.Datetime.now()
        domain = [("create_date", "<=", now + timedelta(hours=1)), ("user_id", "!=", False)]
        for employee in (self.rep, self.leader, self.director):
            leads = self.as_(employee, self.env[LEADS])
            for _again in range(2):
                found, count = find(leads.env, [Search(leads, domain, "id"), Search(leads, domain, counted=True)])
                self.assertEqual(found.ids, leads.search(domain, order="id").ids)
                self.assertEqual(count, len(found))
