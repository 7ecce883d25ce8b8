"""What the clock asks is remembered without its days and times."""

from datetime import date, datetime, timedelta
from unittest.mock import patch

from odoo import fields
from odoo.fields import Domain
from odoo.tests import BaseCase, tagged
from odoo.tools import SQL

from odoo.addons.sales_office_policy.models.organization import searching
from odoo.addons.sales_office_policy.models.organization.asking import Search, find
from odoo.addons.sales_office_policy.models.organization.search.moments import NOW, Moment, fill_in, settle, take_out

from ..common import SalesOfficeCommon


@tagged("post_install", "-at_install", "standard")
class TestTakeOut(BaseCase):
    def test_days_and_times(self):
        """R088: a domain is the same on another day; the values come out in their order."""
        asked = [
            Domain("user_id", "=", 3) & (Domain("day", "<", day) | Domain("line_ids", "any", [("end", ">", end)]))
            for day, end in ((date(2026, 3, 2), datetime(2026, 3, 2, 8)), (date(2026, 4, 1), datetime(2026, 4, 1)))
        ]
        (text, moments), (later, others) = map(take_out, asked)
        self.assertEqual(text, later)
        self.assertEqual((moments, others[0]), ([date(2026, 3, 2), datetime(2026, 3, 2, 8)], date(2026, 4, 1)))

    def test_other_values(self):
        """R088: another constant is another domain, and a day is no time; what is no constant is not taken apart."""
        texts = {
            take_out(Domain("day", "<", value))[0]
            for value in (date(2026, 3, 2), datetime(2026, 3, 2), "today", 3, "3", True)
        }
        self.assertEqual(len(texts), 6)
        self.assertEqual(take_out(Domain.custom(to_sql=print)), ("", []))


class TestFilledIn(SalesOfficeCommon):
    def test_settled(self):
        """R088: constants stand in the text as PostgreSQL's driver writes them; a moment is put in later."""
        said = ("50%", "it's %s", (1, 2), True, None)
        sql = SQL("SELECT %s LIKE '%%x%%s', %s, 1 IN %s, %s, %s, %s", *said, Moment(0, NOW))
        settled = settle(self.env, sql)
        self.assertEqual(settled.params, [Moment(0, NOW)])
        day = [date(2026, 3, 2)]
        rows = [self.env.execute_query(fill_in(one, day)) for one in (sql, settled)]
        self.assertEqual(*rows)
        self.assertEqual(rows[0], [(False, "it's %s", True, True, None, *day)])

    def test_domains_within(self):
        """R088: a day within a domain that is a value is numbered in its place; what is found is what Odoo finds."""
        for day in ("2026-03-02", "2026-03-04"):
            inner = Domain("date_deadline", "<=", fields.Date.to_date(day)) & Domain("type", "=", "opportunity")
            domain = Domain("order_ids", "not any", Domain("date_order", ">", datetime(2026, 3, 1))) & inner
            [found] = find(self.leads.env, [Search(self.leads, domain, "id")])
            self.assertTrue(found)
            self.assertEqual(found.ids, self.leads.search(domain, order="id").ids)

    def setUp(self):
        super().setUp()
        self.leads = self.as_(self.leader, self.env["crm.lead"])
        own = {"user_id": self.rep.user_id.id, "type": "opportunity"}
        leads = self.leads.create([{"name": f"Lead {n}", "date_deadline": f"2026-03-0{n}", **own} for n in (1, 2, 3)])
        for lead, hour in zip(leads, (8, 9, 10), strict=True):
            lead.sudo().date_open = datetime(2026, 3, 2, hour, 30, 15)
        self.env.flush_all()

    def test_every_comparison(self):
        """R088: whatever is compared, and denied, with one day or time, and with another afterwards, is found as Odoo
        finds it.
        """
        moments = [datetime(2026, 3, 2, 9, 30, second, micro) for second in (14, 15, 16) for micro in (0, 999)]
        asked = [("date_open", moment) for moment in moments]
        asked += [("date_deadline", date(2026, 3, 2) + timedelta(days=days)) for days in (-1, 0, 1)]
        for name, value in asked:
            for operator in ("<", "<=", ">", ">=", "=", "!="):
                for domain in (Domain(name, operator, value), ~Domain(name, operator, value)):
                    with self.subTest(f"{domain}"):
                        [found] = find(self.leads.env, [Search(self.leads, domain, "id")])
                        self.assertEqual(found.ids, self.leads.search(domain, order="id").ids)

    def test_made_out_once(self):
        """R088: with another day nothing is made out again."""

        def ask(day, made):
            days = Domain("date_deadline", ">=", day) | Domain("date_open", "=", False)
            with patch.object(searching, "compile_domain", made):
                return find(self.leads.env, [Search(self.leads, Domain("type", "=", "opportunity") & days, "id")])[0]

        first = ask(date(2026, 3, 1), searching.compile_domain)
        second = ask(date(2026, 3, 3), None)
        self.assertEqual((first.mapped("name"), second.mapped("name")), (["Lead 1", "Lead 2", "Lead 3"], ["Lead 3"]))

    def test_more_than_compared(self):
        """R088: what a day is asked of that is no column, is found as well."""
        day = date(2026, 3, 2)
        for domain in (
            Domain("create_date", ">=", day),
            Domain("partner_id.create_date", "<", datetime.now()),
            Domain("activity_ids.date_deadline", "<=", day),
            Domain("date_deadline", "in", [day, date(2026, 3, 3)]),
        ):
            with self.subTest(f"{domain}"):
                [found] = find(self.leads.env, [Search(self.leads, domain, "id")])
                self.assertEqual(found.ids, self.leads.search(domain, order="id").ids)

    def test_what_is_said_anyway(self):
        """R088: a day that decides nothing, beside what is true or false of all, is not taken for the next one."""
        first, second = date(2026, 3, 3), date(2026, 3, 2)
        for always in ((1, "=", 1), (0, "=", 1)):
            sign = "|" if always[0] else "&"
            domain = [sign, always, ("date_deadline", "<", first), ("date_deadline", "=", second)]
            for asked in (domain, ["|", ("date_deadline", "=", date(2026, 3, 1)), "&", *domain]):
                with self.subTest(f"{asked}"):
                    [found] = find(self.leads.env, [Search(self.leads, asked, "id")])
                    self.assertEqual(found.ids, self.leads.search(asked, order="id").ids)
