"""People and departments come, go, move and change users in May; what March was, it stays.

March is settled and locked by plans on own sales (5 %), of leaders (10 %) and of teams (20 %). Rob sold 1,000, Ann 500
and Ray 300; North agreed on a target of 2,000, Rob on one of 1,000.
"""

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.fields import Command

from ..commission.common import APRIL, MARCH, MAY
from .common import BooksQuestions


@freeze_time("2026-05-04 02:00:00")
class TestBelonging(BooksQuestions):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = cls.rep | cls.colleague | cls.rep_south
        cls.leaders = cls.leader | cls.leader_south | cls.manager
        cls.own = cls._plan_with_rule(cls.people, basis="invoiced")
        cls.leading = cls._plan_with_rule(cls.leaders, rate=10, credit_to="leader")
        cls.team = cls._plan_with_rule(cls.people, rate=20, credit_to="team")
        cls.plans = cls.own | cls.leading | cls.team
        for employee, amount in ((cls.rep, 1000), (cls.colleague, 500), (cls.rep_south, 300)):
            cls.invoice(employee, "2026-03-10", amount)
        plan = cls.env["sales.office.plan"].create({"year": 2026, "department_id": cls.sales.id})
        values = {"plan_id": plan.id, "period_type": "month", "date_from": MARCH[0], "metric": "invoiced"}
        cls.targets = cls.env["sales.office.target"].create(
            [
                {**values, "target_value": 2000, "department_id": cls.north.id, "state": "accepted"},
                {**values, "target_value": 1000, "employee_id": cls.rep.id, "state": "accepted"},
                {**values, "target_value": 500, "employee_id": cls.rep_south.id, "state": "accepted"},
            ]
        )
        office = cls()
        for plan in cls.plans:
            for statement in office.settle(MARCH, plan=plan):
                office.lock(statement)
        cls.before = office.march()

    def march(self):
        """Return all that March was: commission, targets, figures, by whom and what they are."""
        self.env.flush_all()
        self.env.invalidate_all()
        engine = self.env["sales.office.settlement"]
        owners = [*self.people, *self.leaders, self.north, self.south, self.retail, self.sales]
        figures = self.env["sales.office.figures"]._get_figures(self.people, *MARCH)
        achieved = self.env["sales.office.target"]._get_achievement
        return {
            "earned": {
                (plan.id, employee.id): float(outcome.amount)
                for plan in self.plans
                for employee, outcome in engine._get_outcomes(plan, self.people | self.leaders, *MARCH).items()
            },
            "targets": self.targets.mapped("achieved_value"),
            "percents": [
                achieved(owner, "invoiced", *MARCH)[owner] for owner in (self.rep, self.north, self.south, self.retail)
            ],
            "figures": {who: figures[who]["invoiced_amount"] for who in self.people.ids},
            "invoiced": [self.value("invoiced", MARCH, owner) for owner in owners],
        }

    def assert_march_stays(self):
        """R133 R134: all that March was it still is, and April corrects nothing."""
        self.maxDiff = None
        self.assertEqual(self.march(), self.before)
        for plan in self.plans:
            lines = self.settle(APRIL, plan=plan).line_ids
            self.assertFalse(lines.filtered(lambda line: line.kind == "correction"), plan.rule_ids.credit_to)

    def test_what_march_was(self):
        """R134: by hand: Lea 10 % of 1,500, Leo of 300, Max of 1,800; North's pool of 300 in two halves, South's 60."""
        earned = self.before["earned"]
        self.assertEqual([earned[self.own.id, p.id] for p in self.people], [50, 25, 15])
        self.assertEqual([earned[self.leading.id, p.id] for p in self.leaders], [150, 30, 180])
        self.assertEqual([earned[self.team.id, p.id] for p in self.people], [150, 150, 60])
        self.assertEqual(self.before["percents"], [100, 75, 60, 120])

    def test_two_time_zones(self):
        """R133: it is the 4th of May for Harbour Hotel, which moves Rob, and still the 3rd for Valley Hotel, where the
        next change is made: he is not begun twice."""
        self.company.resource_calendar_id = self.company.resource_calendar_id.copy({"tz": "Pacific/Auckland"})
        valley = self.company_valley
        valley.resource_calendar_id = valley.resource_calendar_id.copy({"tz": "America/Los_Angeles"})
        membership = self.env["sales.office.membership"]
        for director, place in (
            (self.director, self.south),
            (self.director_valley, self.south),
            (self.director_valley, self.retail),
        ):
            self.rep.department_id = place
            membership._mark_stale()
            self.as_(director, membership).sudo()._bring_up_to_date()
            rows = membership.search([("employee_id", "=", self.rep.id)])
            self.assertEqual(
                [(str(row.date_from), str(row.date_to or ""), row.department_id.name) for row in rows],
                [("2020-01-01", "2026-05-03", "North"), ("2026-05-04", "", place.name)],
            )

    def test_today_is_the_employees(self):
        """R133: Rob's company has the 4th of May: that is his first day in South, though it is moved from where it is
        still the 3rd."""
        self.company.resource_calendar_id = self.company.resource_calendar_id.copy({"tz": "Pacific/Auckland"})
        valley = self.company_valley
        valley.resource_calendar_id = valley.resource_calendar_id.copy({"tz": "America/Los_Angeles"})
        membership = self.env["sales.office.membership"]
        self.rep.department_id = self.south
        self.as_(self.director_valley, membership).sudo()._bring_up_to_date()
        row = membership.search([("employee_id", "=", self.rep.id), ("date_to", "=", False)])
        self.assertEqual((str(row.date_from), row.department_id), ("2026-05-04", self.south))

    def test_department_archived(self):
        """R134: North is given up: Rob goes to South, Ann to Retail, Lea leads nothing more, North is archived."""
        self.rep.department_id, self.colleague.department_id = self.south, self.retail
        self.leader.department_id = self.retail
        self.north.manager_id = False
        self.north.active = False
        self.assert_march_stays()
        self.invoice(self.rep, "2026-05-05", 400)
        self.assertEqual(self.settle(MAY, self.leader_south, self.leading).net, 40)
        self.assertEqual(self.settle(MAY, self.leader, self.leading).net, 0)

    def test_department_moved_in_the_tree(self):
        """R134: North comes directly under Sales: it was Retail's in March, and in May Max has nothing of it."""
        self.north.parent_id = self.sales
        self.assert_march_stays()
        self.invoice(self.rep, "2026-05-05", 400)
        self.assertEqual(self.settle(MAY, self.manager, self.leading).net, 0)

    def test_department_removed(self):
        """R134: whoever led it, or earned in it, holds a department: it is archived. One that nobody knew can go."""
        self.rep.department_id = self.south
        for department in (self.north, self.retail):
            with self.assertRaisesRegex(UserError, "archive"):
                department.unlink()
        self._create_department("Nobody's", parent_id=self.sales.id).unlink()
        self.assert_march_stays()

    def test_another_manager(self):
        """R134: Leo becomes North's manager, too: March is Lea's."""
        self.north.manager_id = self.leader_south
        self.assert_march_stays()

    def test_merged_employee(self):
        """R134: Rob was entered twice, and sold with both users. The second Rob goes, his user becomes the first's."""
        second = self._create_member("Rob 2", "rob2", self.north, "representative")
        user = second.user_id
        for plan in (self.own, self.team):
            plan.sudo().member_ids = [Command.create({"employee_id": second.id, "date_from": "2026-04-01"})]
        self.invoice(second, "2026-04-10", 100)
        april = self.lock(self.settle(APRIL, second, self.own))
        second.write({"active": False, "user_id": False})
        self.rep.user_id = user
        self.assertEqual(self.march(), self.before)
        self.invoice(self.rep, "2026-05-05", 400)
        self.assertEqual(self.settle(MAY, self.rep, self.own).net, 20)
        self.assertEqual((april.net, self.settle(MAY, second, self.own).net), (5, 0))
        self.assertEqual([line.kind for line in self.settle(MAY, plan=self.own).line_ids], ["commission"] * 4)

    def test_merged_contacts(self):
        """R134: two contacts of one customer are merged: what was sold to either stays whose it was."""
        other = self.customer.copy({"name": "Maple Leaf Software"})
        self.invoice(self.rep, "2026-04-10", 70, partner_id=other.id)
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((other | self.customer).ids, self.customer)
        self.assert_march_stays()
        self.assertEqual(self.value("invoiced", APRIL), 70)

    def test_transferred_to_another_company(self):
        """R134: from today on Rob works for Valley: March and April stay Harbour's, and what his user had sold in
        Valley before is still nobody's there."""
        self.invoice(self.rep, "2026-04-10", 200)
        valley = self.rep_valley
        user = self.rep.user_id
        user.company_ids |= self.company_valley
        self.invoice(valley, "2026-04-11", 900, invoice_user_id=user.id)
        self.rep.write({"department_id": False})
        self.rep.with_context(
            allowed_company_ids=(self.company | self.company_valley).ids
        ).company_id = self.company_valley
        self.assertEqual(self.march(), self.before)
        april = self.settle(APRIL, self.rep, self.own)
        self.assertEqual((april.net, april.company_id), (10, self.company))
        books = self.env["sales.office.books"]
        self.assertEqual(
            float(books._get_values(self.company_valley, "invoiced", [(self.rep, self.north.browse(), *APRIL)])[0]), 0
        )

    def test_one_user_in_two_companies(self):
        """R134: Rob's user is an employee of Valley as well: each company counts its own."""
        user = self.rep.user_id
        user.company_ids |= self.company_valley
        twin = self.env["hr.employee"].create(
            {
                "name": "Rob",
                "company_id": self.company_valley.id,
                "user_id": user.id,
                "department_id": self.sales_valley.id,
            }
        )
        self.assert_march_stays()
        self.invoice(twin, "2026-05-06", 900)
        self.invoice(self.rep, "2026-05-07", 100)
        self.assertEqual(self.settle(MAY, self.rep, self.own).net, 5)
        self.assertEqual(self.value("invoiced", MAY), 100)
        books = self.env["sales.office.books"]
        question = (twin, self.north.browse(), *MAY)
        self.assertEqual(float(books._get_values(self.company_valley, "invoiced", [question])[0]), 900)

    def test_one_user_in_company_and_branch(self):
        """R134: Rob is an employee of a branch as well, in May: one above both counts 100 and 900 once."""
        branch = self.env["res.company"].create({"name": "Harbour Branch", "parent_id": self.company.id})
        self.rep.user_id.company_ids |= branch
        harbour = self.env["hr.department"].create(
            {"name": "Harbour", "company_id": branch.id, "parent_id": self.sales.id}
        )
        self.env["hr.employee"].create(
            {"name": "Rob", "company_id": branch.id, "user_id": self.rep.user_id.id, "department_id": harbour.id}
        )
        self.invoice(self.rep, "2026-05-07", 100)
        self.invoice(self.rep, "2026-05-20", 900)
        books, nobody = self.env["sales.office.books"], self.env["hr.employee"]
        above = [(nobody, self.sales, *MAY), (nobody, harbour, *MAY)]
        self.assertEqual(list(map(float, books._get_values(self.company, "invoiced", above))), [1000, 1000])

    def test_rehired(self):
        """R134: Rob leaves in May and comes back in June: what his user sold between is nobody's, and listed."""
        user = self.rep.user_id
        self.rep.active = False
        self.assert_march_stays()
        with freeze_time("2026-06-15 02:00:00"):
            self.rep.active = True
            self.rep.user_id = user
            self.invoice(self.rep, "2026-05-20", 700)
            self.invoice(self.rep, "2026-06-16", 100)
            self.assertEqual(self.march(), self.before)
            self.assertEqual(self.value("invoiced", MAY), 0)
            self.assertEqual(self.value("invoiced", (MAY[0].replace(month=6), MAY[1].replace(month=6, day=30))), 100)
            self.env["sales.office.untaken"]._refresh(self.company)
            rows = self.env["sales.office.untaken"].search([("kind", "=", "nobody"), ("state", "=", "open")])
            self.assertEqual(rows.mapped("base_amount"), [700])

    def test_gone_and_back_on_one_day(self):
        """R134: Rob is archived by mistake and restored at once: what he sells that day counts once."""
        self.rep.active = False
        self.env["sales.office.membership"]._bring_up_to_date()
        self.rep.active = True
        self.invoice(self.rep, "2026-05-04", 100)
        self.assert_march_stays()
        self.assertEqual(self.value("invoiced", MAY), 100)
        rows = self.env["sales.office.membership"].search([("employee_id", "=", self.rep.id)])
        self.assertEqual([(str(row.date_from), row.date_to) for row in rows], [("2020-01-01", False)])

    def test_gone_and_back_elsewhere_on_one_day(self):
        """R134: restored into South, Rob belongs there from that day on, and to North until the day before."""
        self.rep.active = False
        self.env["sales.office.membership"]._bring_up_to_date()
        self.rep.write({"active": True, "department_id": self.south.id})
        self.invoice(self.rep, "2026-05-04", 100)
        self.assertEqual(
            [self.value("invoiced", MAY, who) for who in (self.rep, self.north, self.south)], [100, 0, 100]
        )

    def test_without_a_user(self):
        """R134: Rob loses his user in May: March is his; what the user sells from then on is nobody's."""
        user = self.rep.user_id
        self.rep.user_id = False
        self.assert_march_stays()
        self.invoice(self.colleague, "2026-05-05", 400, invoice_user_id=user.id)
        self.assertEqual([self.value("invoiced", MAY, who) for who in (self.rep, self.north)], [0, 0])

    def test_never_had_a_user(self):
        """R134: Nan of North has no user: she earns by her share of an order and of the pool, and with a user, given in
        May, by what that sells from then on."""
        nan = self.env["hr.employee"].create(
            {"name": "Nan", "company_id": self.company.id, "department_id": self.north.id, "date_version": "2020-01-01"}
        )
        for plan in (self.own, self.team):
            plan.sudo().member_ids = [Command.create({"employee_id": nan.id, "date_from": "2026-04-01"})]
        temp = self.env["res.users"].create(
            {"name": "Nan", "login": "nan", "company_id": self.company.id, "company_ids": self.company.ids}
        )
        self.invoice(self.rep, "2026-04-10", 600)
        self.invoice(self.rep, "2026-04-10", 50, invoice_user_id=temp.id)
        self.assertEqual(self.settle(APRIL, nan, self.team).net, 40, "a third of 20 % of 600")
        self.assertEqual(self.settle(APRIL, nan, self.own).net, 0)
        nan.user_id = temp
        self.invoice(nan, "2026-05-05", 400)
        self.assertEqual((self.settle(APRIL, nan, self.own).net, self.settle(MAY, nan, self.own).net), (0, 20))
        self.assert_march_stays()

    def test_version_dated_back_that_moves_nobody(self):
        """R134: Rob went to South on 15 April, on his form. A version from 1 March with other data does not take him
        there from 1 March on."""
        with freeze_time("2026-04-15 02:00:00"):
            self.rep.department_id = self.south
            self.env["sales.office.membership"]._bring_up_to_date()
        self.rep.create_version({"date_version": "2026-03-01", "job_title": "Senior"})
        self.assertEqual(self.march(), self.before)

    def test_the_day_of_an_order(self):
        """R134: Rob's order of 31 March, 18:00 UTC, is of 1 April in Shanghai. In May he moves to an office
        in New York, where it was still March: it stays April's, and there orders count by New York's days."""
        self.order_of(self.rep, "2026-03-31 18:00:00", (self.room, 1, 100))
        self.assertEqual((self.value("ordered", MARCH), self.value("ordered", APRIL)), (0, 100))
        calendar = self.calendar.copy({"tz": "America/New_York"})
        away = self._create_department("New York", is_sales_office=True, sales_office_calendar_id=calendar.id)
        self.rep.department_id = away
        self.assertEqual((self.value("ordered", MARCH), self.value("ordered", APRIL)), (0, 100))
        self.order_of(self.rep, "2026-06-01 02:00:00", (self.room, 1, 70))
        self.order_of(self.colleague, "2026-06-01 02:00:00", (self.room, 1, 30))
        self.assertEqual((self.value("ordered", MAY), self.value("ordered", MAY, self.colleague)), (70, 0))
        self.assertEqual(self.value("orders", MAY), 1)

    def test_invoices_of_both_users(self):
        """R134: the statement of May opens what Rob sold with each of his users while it was his."""
        old = self.rep.user_id
        before = self.invoice(self.rep, "2026-05-02", 10)
        self.rep.user_id = old.copy({"login": "rob2", "name": "Rob"})
        after = self.invoice(self.rep, "2026-05-05", 20)
        self.invoice(self.rep, "2026-05-06", 7000, invoice_user_id=old.id)
        action = self.settle(MAY, self.rep, self.own).action_open_invoices()
        self.assertEqual(self.env["account.move"].search(action["domain"]), before | after)
        member = self.own.member_ids.filtered(lambda member: member.employee_id == self.rep)
        self.assertEqual(len(member), 1, "one line in the plan, whichever user")
