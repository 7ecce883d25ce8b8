from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form
from odoo.tools import mute_logger

from ..common import CustomerCommon

LONG_AGO = "2025-12-01 02:00:00"


@freeze_time("2026-03-02 02:00:00")
class PoolCommon(CustomerCommon):
    """A pool that takes what nobody looked after for sixty days, switched on a week ago."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pool = cls.env["sales.office.pool"].create({"name": "Corporate", "company_id": cls.company.id})
        cls.moves = cls.env["sales.office.pool.move"]
        cls.free = cls.env["sales.office.pool.lead"]

    def setUp(self):
        super().setUp()
        with freeze_time("2026-02-20 02:00:00"):
            self.as_(self.policy_admin, self.pool).action_switch_on()

    def old_lead(self, **values):
        values = {"phone": "+86 21 5555 0100", "email_from": "chen@lotus.example", **values}
        return self.make_lead(since=values.pop("since", LONG_AGO), company_id=self.company.id, **values)

    def recycle(self):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.pool.recycle()

    def pooled(self, **values):
        """Return a lead of Rob's that went to the pool."""
        lead = self.old_lead(**values)
        self.assertIn(lead, self.recycle())
        return lead

    def claim(self, employee, leads):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.as_(employee, self.free.browse(leads.ids)).action_claim()


@freeze_time("2026-03-02 02:00:00")
class TestPoolOnToday(PoolCommon):
    def test_who_sells_is_told(self):
        """R074 R088: Today tells of leads to take whoever sells; clerk, customer relations and finance take none."""
        self.pooled()
        expected = {self.colleague: 1, self.leader: 1, self.clerk: 0, self.relations: 0, self.finance: 0}
        for employee, count in expected.items():
            lines = self.as_(employee, self.env["sales.office.today"]).get_lines()
            with self.subTest(employee.name):
                self.assertEqual([line["key"] for line in lines].count("pool_free"), count)


@freeze_time("2026-03-02 02:00:00")
class TestRecycle(PoolCommon):
    def test_what_nobody_looked_after(self):
        """R074: after the days without contact it is nobody's; a contact, or a day the customer named, keeps it."""
        left, called, snoozed = self.old_lead(), self.old_lead(), self.old_lead()
        fresh = self.old_lead(since="2026-02-01 02:00:00")
        self.call(lead_id=called.id)
        self.as_(self.rep, snoozed).action_snooze("2026-06-01", "The budget is decided then")
        self.assertEqual(self.recycle(), left)
        self.assertFalse(left.user_id)
        self.assertEqual((called | snoozed | fresh).user_id, self.rep.user_id)
        move = self.moves.search([("lead_id", "=", left.id)])
        self.assertEqual((move.employee_id, move.kind), (self.rep, "pooled"))
        self.assertEqual(self.recycle(), left.browse())

    def test_off_at_first(self):
        """R074: nothing moves before the pool is switched on, nor before the days of warning are over."""
        lead = self.old_lead()
        admin = self.as_(self.policy_admin, self.pool)
        admin.action_switch_off()
        self.assertFalse(self.recycle())
        self.assertIn("Leads (1): Annual meeting", self.pool.preview)
        admin.action_switch_on()
        self.assertFalse(self.recycle())
        with freeze_time("2026-03-09 02:00:00"):
            self.assertEqual(self.recycle(), lead)

    def test_no_more_than_a_night_may(self):
        """R074: the oldest first, so many a night."""
        younger, older = self.old_lead(since="2025-12-20 02:00:00"), self.old_lead()
        self.pool.most_a_night = 1
        self.assertEqual(self.recycle(), older)
        self.assertEqual(self.recycle(), younger)

    def test_by_grade(self):
        """R074: leads of good customers have more time, or never go."""
        self.customer.sales_office_grade = "a"
        lead = self.old_lead()
        self.pool.rule_ids = [Command.create({"grade": "a", "contact_days": 0})]
        self.assertFalse(self.recycle())
        self.pool.rule_ids.contact_days = 90
        self.assertEqual(self.recycle(), lead)

    def test_two_rules_of_a_grade(self):
        """R074: said while it is typed, not when the pool is saved."""
        form = Form(self.as_(self.policy_admin, self.pool))
        with form.rule_ids.new() as rule:
            rule.grade, rule.contact_days = "a", 90
        with self.assertLogs("odoo.tests.form.onchange", "WARNING") as log, form.rule_ids.new() as rule:
            rule.grade, rule.contact_days = "a", 120
        self.assertIn("A grade has one number of days.", "\n".join(log.output))

    def order(self, day):
        order = self.env["sale.order"].create({"partner_id": self.person.id, "company_id": self.company.id})
        self.env.flush_all()
        values = ["sale", day, "no", order.id]
        self.env.cr.execute(
            "UPDATE sale_order SET state = %s, date_order = %s, invoice_status = %s WHERE id = %s", values
        )
        return order

    def test_without_an_order(self):
        """R074: whoever is rung every week and orders nothing is somebody else's to try, by grade; since their last
        order."""
        lead = self.old_lead()
        self.call(lead_id=lead.id)
        self.pool.order_days = 180
        self.assertFalse(self.recycle())
        self.pool.order_days = 30
        order = self.order("2026-02-20 02:00:00")
        self.assertFalse(self.recycle())
        order.date_order = "2026-01-20 02:00:00"
        self.customer.sales_office_grade = "a"
        self.pool.rule_ids = [Command.create({"grade": "a", "contact_days": 60, "order_days": 0})]
        self.assertFalse(self.recycle())
        self.pool.rule_ids.order_days = 40
        self.assertEqual(self.recycle(), lead)
        self.assertEqual(
            self.moves.search([("lead_id", "=", lead.id)]).reason, "The customer ordered nothing for 40 days."
        )

    def test_told_in_their_language(self):
        """R074: whoever lost it reads why in their own language, and by the days of the customer's grade."""
        self.env["res.lang"]._activate_lang("zh_CN")
        self.rep.user_id.lang = "zh_CN"
        self.customer.sales_office_grade = "b"
        self.pool.rule_ids = [Command.create({"grade": "b", "contact_days": 70})]
        lead = self.pooled()
        reason = self.moves.search([("lead_id", "=", lead.id)]).reason
        self.assertIn("70", reason)
        self.assertNotIn("Nobody", reason)

    def test_an_open_quotation(self):
        """R074: a customer with a quotation in their hands is nobody's to take."""
        lead = self.old_lead()
        order = self.env["sale.order"].create({"partner_id": self.person.id, "company_id": self.company.id})
        self.env.cr.execute("UPDATE sale_order SET state = 'sent' WHERE id = %s", [order.id])
        self.env.invalidate_all()
        self.assertFalse(self.recycle())
        order.action_cancel()
        self.assertEqual(self.recycle(), lead)

    def test_an_unpaid_invoice(self):
        """R074: whoever sold to them collects first."""
        self._load_chart_of_accounts(self.company)
        lead = self.old_lead()
        line = Command.create({"name": "Rooms", "price_unit": 100, "tax_ids": []})
        invoice = self.env["account.move"].create(
            {"move_type": "out_invoice", "partner_id": self.customer.id, "invoice_line_ids": [line]}
        )
        invoice.action_post()
        self.assertFalse(self.recycle())
        invoice.button_draft()
        invoice.button_cancel()
        self.assertEqual(self.recycle(), lead)

    def test_who_is_on_leave(self):
        """R074: nobody loses a lead while they are away."""
        lead = self.old_lead()
        leave = self.env["resource.calendar.leaves"].create(
            {
                "name": "Leave",
                "resource_id": self.rep.resource_id.id,
                "calendar_id": self.rep.resource_calendar_id.id,
                "date_from": "2026-03-01 16:00:00",
                "date_to": "2026-03-06 16:00:00",
            }
        )
        self.assertFalse(self.recycle())
        leave.unlink()
        self.assertEqual(self.recycle(), lead)

    def test_other_teams_and_companies(self):
        """R074: a pool is about its teams in its company; leads of people outside the office stay."""
        team = self.env["crm.team"].create({"name": "Weddings", "company_id": self.company.id})
        self.pool.team_ids = team
        self.old_lead(team_id=self.env["crm.team"].create({"name": "Others"}).id)
        inside = self.old_lead(team_id=team.id)
        self.make_lead(employee=self.outsider, by=self.director, since=LONG_AGO, team_id=team.id)
        self.assertEqual(self.recycle(), inside)
        self.switch_off()
        self.old_lead(team_id=team.id)
        self.assertFalse(self.recycle())

    def test_warned_before(self):
        """R074: the salesperson is warned so many days before, nobody else is."""
        self.old_lead(since="2026-01-05 02:00:00")
        self.assertFalse(self.recycle())
        self.assertEqual(self.today(self.rep)["pool_soon"]["count"], 1)
        self.assertNotIn("pool_soon", self.today(self.colleague))

    def test_who_sets_it_up(self):
        """R074: the policy administrator does, and nobody else."""
        for employee in (self.rep, self.leader, self.director):
            pool = self.as_(employee, self.pool)
            for act in (pool.action_switch_on, pool.action_switch_off, pool.recycle):
                with self.assertRaises(AccessError):
                    act()

    def test_preview_is_the_administrators(self):
        """R074: what would move names leads of everybody, so only who sets the pool up is told, of their company."""
        self.old_lead(name="The secret fair")
        self.assertIn("The secret fair", self.as_(self.policy_admin, self.pool).preview)
        for employee in (self.rep_south, self.leader_south, self.clerk):
            with self.assertRaises(AccessError):
                self.as_(employee, self.pool).read(["preview"])
        typed = self.pool.new({"company_id": self.company_valley.id}, origin=self.pool)
        self.assertNotIn("The secret fair", typed.preview)

    def test_many_in_a_constant_number_of_queries(self):
        """R074: one lead or six, what is due is found by the same number of questions."""
        counts = []
        for number in (1, 1, 5):  # the first fills what is remembered
            for _count in range(number):
                self.old_lead()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertTrue(self.pool.sudo()._find_pending())
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])


@freeze_time("2026-03-02 02:00:00")
class TestInThePool(PoolCommon):
    def test_nobody_reads_it_by_another_door(self):
        """R074: list, groups, filter, export and number of the lead are closed to who has not taken it."""
        lead = self.pooled()
        for employee in (self.rep, self.colleague, self.rep_south):
            employee.user_id.group_ids += self.env.ref("base.group_allow_export")
            leads = self.as_(employee, self.env["crm.lead"])
            self.env.invalidate_all()
            self.assertFalse(leads.search([("phone", "ilike", "5555")]), employee.name)
            self.assertFalse(leads.formatted_read_group([("id", "=", lead.id)], ["phone"], ["__count"]))
            with self.assertRaises(AccessError):
                leads.browse(lead.id).export_data(["phone"])
            with self.assertRaises(AccessError):
                leads.browse(lead.id).read(["phone"])
        self.assertEqual(self.as_(self.leader, lead).phone, "+86 21 5555 0100")

    def test_asked_where_there_is_one(self):
        """R137: while there is no pool, no lead is asked whether it is in one; with one, all are again."""
        rules = self.as_(self.rep, self.env["ir.rule"])
        self.assertIn("sales_office_pool_id", str(rules._compute_domain("crm.lead", "read")))
        pools = self.env["sales.office.pool"].search([])
        pools.unlink()
        self.assertNotIn("sales_office_pool_id", str(rules._compute_domain("crm.lead", "read")))
        pools.create({"name": "Corporate", "company_id": self.company.id})
        self.assertIn("sales_office_pool_id", str(rules._compute_domain("crm.lead", "read")))

    def test_what_everybody_sees(self):
        """R074: its name, customer and town; telephone and mail are hinted at."""
        lead = self.pooled(city="Suzhou")
        shown = self.as_(self.rep_south, self.free).search_read([("id", "=", lead.id)])[0]
        self.assertEqual(
            (shown["name"], shown["customer"], shown["city"]), ("Annual meeting", "Lotus Travel", "Suzhou")
        )
        self.assertEqual((shown["phone_hint"], shown["email_hint"]), ("+86****", "***@lotus.example"))
        self.assertNotIn("5555", str(shown))
        self.assertNotIn("chen", str(shown))
        self.assertFalse(self.as_(self.rep_valley, self.free).search([("id", "=", lead.id)]))

    def test_hint_at_several_addresses(self):
        """R074: of several addresses, or names beside them, no more than where the first one is."""
        for address, hint in (
            ("Chen <chen@lotus.example>, lin@rose.example", "***@lotus.example"),
            ("chen@lotus.example;lin@rose.example", "***@lotus.example"),
            ("nobody", False),
        ):
            lead = self.pooled(email_from=address)
            shown = self.as_(self.rep_south, self.free).search_read([("id", "=", lead.id)])[0]
            self.assertEqual(shown["email_hint"], hint)

    def test_taken(self):
        """R074: whoever takes it has it, with what was planned, and answers it within their hours."""
        lead = self.old_lead()
        activity = self.plan(lead, "2026-03-12")
        self.recycle()
        self.assertFalse(activity.user_id)
        self.claim(self.rep_south, lead)
        self.assertEqual((lead.user_id, activity.user_id), (self.rep_south.user_id,) * 2)
        self.assertFalse(lead.sales_office_pool_id)
        self.assertEqual(self.as_(self.rep_south, lead).sales_office_response_state, "waiting")
        self.assertNotIn(self.rep.user_id.partner_id, lead.message_partner_ids)

    def test_calendar(self):
        """R074: meetings that are still to come are in the calendar of who took it, and no longer of who let it go."""
        lead = self.old_lead()
        event = self.meet("2026-03-10 02:00:00", "2026-03-10 03:00:00", opportunity_id=lead.id, guests=self.person)
        self.recycle()
        self.claim(self.rep_south, lead)
        self.assertEqual(event.user_id, self.rep_south.user_id)
        self.assertEqual(event.partner_ids, self.rep_south.user_id.partner_id | self.person)

    def test_taken_by_two(self):
        """R074: the second is told that somebody was faster."""
        lead = self.pooled()
        self.claim(self.rep_south, lead)
        with self.assertRaisesRegex(UserError, "a moment ago"):
            self.claim(self.colleague, lead)

    def test_so_many_a_day(self):
        """R074: nobody takes more than so many a day, at once or one by one, nor has more than so many open."""
        leads = self.pooled() | self.pooled()
        self.pool.claims_a_day = 1
        with self.assertRaisesRegex(UserError, "Leads of the pool that you may take a day: 1"):
            self.claim(self.colleague, leads)
        self.claim(self.colleague, leads[0])
        with self.assertRaisesRegex(UserError, "Leads of the pool that you may take a day: 1"):
            self.claim(self.colleague, leads[1])
        self.pool.write({"claims_a_day": 9, "capacity": 1})
        with self.assertRaisesRegex(UserError, "as anybody may have: 1"):
            self.claim(self.colleague, leads[1])

    def test_not_by_who_let_it_go(self):
        """R074: whoever let it go waits; after that it is theirs to take like anybody's."""
        lead = self.pooled()
        with self.assertRaisesRegex(UserError, "was yours"):
            self.claim(self.rep, lead)
        with freeze_time("2026-04-02 02:00:00"):
            self.claim(self.rep, lead)
            self.assertEqual(lead.user_id, self.rep.user_id)

    def test_who_may_take(self):
        """R074: members of the company's office."""
        lead = self.pooled()
        for employee in (self.outsider, self.rep_valley):
            with self.assertRaises(AccessError):
                self.claim(employee, lead)

    def test_who_may_read_two_companies(self):
        """R074: who may work in another company, and is no member of its office, takes no leads of its pool."""
        lead, user = self.pooled(), self.rep_valley.user_id
        user.company_ids |= self.company
        self.env.flush_all()
        self.env.invalidate_all()
        companies = (self.company_valley | self.company).ids
        seen = self.free.browse(lead.ids).with_user(user).with_context(allowed_company_ids=companies)
        self.assertEqual(seen.name, lead.name)
        with self.assertRaisesRegex(AccessError, "Only the members of the sales office"):
            seen.action_claim()
        self.assertFalse(lead.user_id)

    def test_odoos_own_assignment(self):
        """R074: what is in the pool is not handed out by Odoo the same night."""
        team = self.env["crm.team"].create({"name": "Weddings", "company_id": self.company.id})
        lead = self.pooled(team_id=team.id)
        self.env.flush_all()
        self.assertNotIn(lead, lead.search(team._get_lead_to_assign_domain()))
        lead.sales_office_pool_id = False
        self.env.flush_all()
        self.assertIn(lead, lead.search(team._get_lead_to_assign_domain()))

    @mute_logger("odoo.sql_db")
    def test_team_that_is_deleted(self):
        """R074: a pool of one team does not become that of all teams because somebody deletes the team."""
        self.pool.team_ids = self.env["crm.team"].create({"name": "Weddings", "company_id": self.company.id})
        self.env.flush_all()
        with self.assertRaises(IntegrityError):
            self.pool.team_ids.unlink()
        self.assertTrue(self.pool.team_ids)

    def test_given_to_somebody(self):
        """R074: a leader may give it to somebody; nobody writes by hand that it is in the pool."""
        lead = self.pooled()
        self.as_(self.leader, lead).user_id = self.colleague.user_id
        self.assertFalse(lead.sales_office_pool_id)
        with self.assertRaisesRegex(AccessError, "by its button"):
            self.as_(self.colleague, lead).write({"sales_office_pool_id": self.pool.id})


@freeze_time("2026-03-02 02:00:00")
class TestGivenBack(PoolCommon):
    def test_with_a_reason(self):
        """R074: whoever has no time for it gives it back, and says why."""
        lead = self.make_lead(company_id=self.company.id)
        with self.assertRaisesRegex(UserError, "Say why"):
            self.as_(self.rep, lead).action_release(" ")
        self.as_(self.rep, lead).action_release("They want rooms in the north")
        self.assertEqual((lead.sales_office_pool_id, lead.user_id.id), (self.pool, False))
        self.assertEqual(self.moves.search([("lead_id", "=", lead.id)]).reason, "They want rooms in the north")

    def test_none_of_several(self):
        """R074: one that cannot go keeps the others, and is named."""
        free, held = self.make_lead(company_id=self.company.id), self.make_lead(company_id=self.company.id, name="Fair")
        self.env["sale.order"].create(
            {"partner_id": self.other.id, "opportunity_id": held.id, "company_id": self.company.id}
        )
        with self.assertRaisesRegex(UserError, "“Fair” has an open quotation"):
            self.as_(self.rep, free | held).action_release("No time")
        self.assertEqual(free.user_id, self.rep.user_id)
        held.action_set_lost()
        with self.assertRaisesRegex(UserError, "“Fair” cannot be given"):
            self.as_(self.rep, free | held).action_release("No time")

    def test_many_at_once(self):
        """R074: two leads or six, with what was planned for them, are given back by the same number of questions."""
        counts = []
        for number in (1, 2, 6):  # the first fills what is remembered
            leads = self.env["crm.lead"].union(*(self.make_lead(company_id=self.company.id) for _n in range(number)))
            for lead in leads:
                self.plan(lead, "2026-03-12")
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.as_(self.rep, leads).action_release("No time")
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
            self.assertFalse(leads.user_id)
        self.assertEqual(counts[1], counts[2])

    def test_whose(self):
        """R074: nobody gives back what another team has."""
        lead = self.make_lead(company_id=self.company.id)
        with self.assertRaises(AccessError):
            self.as_(self.rep_south, lead).action_release("Not mine")

    def test_i_was_in_talks(self):
        """R074: whoever lost it appeals; nobody takes it then; who leads them gives it back."""
        lead = self.pooled()
        move = self.moves.search([("lead_id", "=", lead.id)])
        self.assertIn("pool_lost", self.today(self.rep))
        self.say_why(self.rep, move, "appeal", "Met Ms Chen at the fair on Friday")
        with self.assertRaisesRegex(UserError, "in talks"):
            self.claim(self.rep_south, lead)
        self.assertIn("Met Ms Chen", self.today(self.leader)["pool_appeals"]["items"][0]["detail"])
        self.assertNotIn("pool_appeals", self.today(self.leader_south))
        for employee in (self.rep, self.leader_south):
            with self.assertRaises(AccessError):
                self.as_(employee, move).action_grant()
        self.as_(self.leader, move).action_grant()
        self.assertEqual(lead.user_id, self.rep.user_id)

    def test_it_stays(self):
        """R074: refused with a reason, it is free for everybody again."""
        lead = self.pooled()
        move = self.moves.search([("lead_id", "=", lead.id)])
        self.as_(self.rep, move).action_appeal("I rang them")
        self.say_why(self.leader, move, "refuse", "Nobody there knows of it")
        self.claim(self.rep_south, lead)
        self.assertEqual(lead.user_id, self.rep_south.user_id)

    def test_who_has_left(self):
        """R074: nobody gets a lead back who works here no more; it is free for everybody once that is refused."""
        lead = self.pooled()
        move = self.moves.search([("lead_id", "=", lead.id)])
        self.as_(self.rep, move).action_appeal("I rang them")
        self.rep.user_id.active = False
        with self.assertRaisesRegex(UserError, "work here no more"):
            self.as_(self.leader, move).action_grant()
        self.as_(self.leader, move).action_refuse("They have left")
        self.claim(self.rep_south, lead)

    def test_too_late(self):
        """R074: not when somebody took it, nor after two weeks, nor about somebody else's."""
        lead = self.pooled()
        move = self.moves.search([("lead_id", "=", lead.id)])
        with self.assertRaises(AccessError):
            self.as_(self.colleague, move).action_appeal("Mine")
        with freeze_time("2026-03-20 02:00:00"), self.assertRaisesRegex(UserError, "too late"):
            self.env.invalidate_all()
            self.as_(self.rep, move).action_appeal("I rang them")
        self.claim(self.rep_south, lead)
        self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, "too late"):
            self.as_(self.rep, move).action_appeal("I rang them")
