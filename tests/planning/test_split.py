from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command

from .common import PlanningCommon


@freeze_time("2026-03-20 02:00:00")
class TestSplit(PlanningCommon):
    def _values(self, parts):
        return parts.sudo().sorted(lambda t: (t.date_from, t.id)).mapped("target_value")

    def test_year_to_weeks(self):
        """R103: a year is split into quarters, months and weeks, and each level adds up to the one above."""
        self.target_south.target_value = 500000.01
        quarters = self.as_(self.manager, self.target_south).action_split("equal")
        months = self.targets.union(*(quarter.action_split("equal").sudo() for quarter in quarters))
        weeks = self.targets.union(*(month.action_split("equal").sudo() for month in months))
        self.assertEqual((len(quarters), len(months)), (4, 12))
        for parts in (quarters, months, weeks):
            self.assertAlmostEqual(sum(self._values(parts)), 500000.01, 2)
        self.assertFalse(any((self.target_south | quarters.sudo() | months).mapped("difference")))
        with self.assertRaisesRegex(UserError, "A week is not split any further"):
            weeks[0].action_split("equal")
        march = weeks.filtered(lambda week: week.date_from.month == 3).sorted("date_from")
        self.assertEqual(march[0].target_value, 0, "1 March is a Sunday")
        self.assertEqual((march[-1].date_from, march[-1].date_to), (date(2026, 3, 30), date(2026, 3, 31)))

    def test_department_to_people(self):
        """R083 R103: a department is split among those below, the last one among those who sell there."""
        people = self.split_people()
        self.assertEqual(set(people), {self.rep, self.colleague, self.leader})
        self.assertEqual(sum(part.target_value for part in people.values()), 700000)
        self.assertEqual(sorted(part.target_value for part in people.values()), [233333.33, 233333.33, 233333.34])

    def test_people_of_the_day(self):
        """R103: who joined North in June is not among the people of a year that begins in January."""
        self.rep_south.create_version({"date_version": "2026-06-01", "department_id": self.north.id})
        self.assertNotIn(self.rep_south, self.split_people())

    def test_seasons(self):
        """R103: July to September weigh double: 700,000 is 140,000 + 140,000 + 280,000 + 140,000."""
        self.env["sales.office.season"].create(
            [{"company_id": self.company.id, "month": str(month), "weight": 2} for month in (7, 8, 9)]
        )
        parts = self.as_(self.manager, self.target_north).action_split("seasonal")
        self.assertEqual(self._values(parts), [140000, 140000, 280000, 140000])
        with self.assertRaisesRegex(UserError, "Seasons divide a period, not a team"):
            self.as_(self.manager, self.target_south).action_split("seasonal", "team")

    def test_like_last_year(self):
        """R103: South invoiced 100 in the first and 300 in the third quarter of 2025: 125,000 and 375,000."""
        with self.assertRaisesRegex(UserError, "The books say nothing about last year"):
            self.as_(self.manager, self.target_south).action_split("last_year")
        self.invoice(self.rep_south, "2025-03-31", 100)
        self.invoice(self.rep_south, "2025-07-01", 300)
        self.invoice(self.rep, "2025-05-01", 5000)
        self.env.flush_all()
        parts = self.as_(self.manager, self.target_south).action_split("last_year")
        self.assertEqual(self._values(parts), [125000, 0, 375000, 0])

    def test_people_like_last_year(self):
        """R103: Rob invoiced three times what Ann did: 525,000 and 175,000 of 700,000."""
        self.invoice(self.rep, "2025-03-31", 300)
        self.invoice(self.colleague, "2025-07-01", 100)
        self.env.flush_all()
        parts = self.as_(self.manager, self.target_north).action_split("last_year", "team").sudo()
        values = {part.employee_id: part.target_value for part in parts}
        self.assertEqual(values, {self.rep: 525000, self.colleague: 175000, self.leader: 0})

    def test_by_hand(self):
        """R103: parts begin at 0, the difference is shown until they add up."""
        parts = self.as_(self.manager, self.target_south).action_split("hand")
        self.assertEqual(self.target_south.difference, 500000)
        parts[0].target_value = 500000
        self.assertEqual(self.target_south.difference, 0)

    def test_whole_numbers(self):
        """R072 R103: 10 new customers in four quarters are 3 + 3 + 2 + 2."""
        target = self._create_target(self.north, 10, metric="new_customers")
        self.assertEqual(self._values(self.as_(self.manager, target).action_split("equal")), [3, 3, 2, 2])

    def test_a_share_is_not_divided(self):
        """R072: 30 % of the market in the year is 30 % in each quarter."""
        target = self._create_target(self.north, 30, metric="market_share")
        parts = self.as_(self.manager, target).action_split("equal")
        self.assertEqual(self._values(parts), [30, 30, 30, 30])
        self.assertEqual(target.difference, 0)

    def test_currency_without_decimals(self):
        """R103: in yen parts are whole: 100 in four quarters 25 each, 101 one more in the first."""
        yen = self.env.ref("base.JPY")
        yen.active = True
        self.company.currency_id = yen
        target = self._create_target(self.north, 101, metric="margin")
        self.assertEqual(self._values(self.as_(self.manager, target).action_split("equal")), [26, 25, 25, 25])

    def test_twice(self):
        """R103: what is split already is not split again, in whatever direction."""
        self.as_(self.manager, self.target_south).action_split("equal")
        for into in ("period", "team"):
            with self.assertRaisesRegex(UserError, "is split already"):
                self.as_(self.manager, self.target_south).action_split("equal", into)
        for by, into in (("else", "period"), ("equal", "else")):
            with self.assertRaisesRegex(UserError, "“by” has to be|“into” has to be"):
                self.as_(self.manager, self.target_north).action_split(by, into)

    def test_one_direction(self):
        """R103: a target split into quarters has no people among its parts, nor a stranger or another metric."""
        self.as_(self.manager, self.target_south).action_split("equal")
        common = {"plan_id": self.plan_.id, "parent_id": self.target_south.id, "date_from": "2026-01-01"}
        for vals in (
            {"employee_id": self.rep_south.id, "period_type": "year"},
            {"department_id": self.north.id, "period_type": "month"},
            {"department_id": self.south.id, "period_type": "month", "metric": "margin"},
        ):
            with (
                self.assertRaisesRegex(
                    ValidationError,
                    "is split either into periods of one kind|A part belongs to the same plan and metric",
                ),
                self.env.cr.savepoint(),
            ):
                self.targets.create({**common, "target_value": 1, **vals})

    def test_who_splits(self):
        """R083: the leader breaks their team's target down; nobody else's leader, nor a representative."""
        for employee in (self.rep, self.leader_south, self.clerk, self.director_valley):
            with self.assertRaises(AccessError):
                self.as_(employee, self.target_north).action_split("equal", "team")
        parts = self.as_(self.leader, self.target_north).action_split("equal", "team")
        own = parts.filtered(lambda part: part.sudo().employee_id == self.leader)
        with self.assertRaises(AccessError):
            own.action_split("equal")
        with self.assertRaises(AccessError):
            own.target_value = 1
        (parts - own)[0].action_split("equal")

    def test_nobody_below(self):
        """R103: a person, and a department in which nobody sells, are not split any further."""
        target = self.split_people()[self.rep]
        with self.assertRaisesRegex(UserError, "There is nobody below to split this among"):
            self.as_(self.manager, target).action_split("equal", "team")
        empty = self._create_department("Empty", parent_id=self.retail.id)
        with self.assertRaisesRegex(UserError, "There is nobody below to split this among"):
            self.as_(self.manager, self._create_target(empty, 5)).action_split("equal", "team")

    def test_dialog(self):
        """R103: the dialog splits and opens the parts."""
        dialog = self.as_(self.manager, self.env["sales.office.target.split"]).create(
            {"target_id": self.target_south.id, "into": "team"}
        )
        action = dialog.action_confirm()
        self.assertEqual(action["domain"], [("parent_id", "=", self.target_south.id)])
        with self.assertRaises(AccessError):
            self.as_(self.leader, self.env["sales.office.target.split"]).create({"target_id": self.target_south.id})

    def test_a_part_given_by_hand(self):
        """R103: parts may be added one by one as well."""
        self.target_south.child_ids = [
            Command.create(
                {
                    "plan_id": self.plan_.id,
                    "department_id": self.south.id,
                    "period_type": "quarter",
                    "date_from": "2026-01-01",
                    "target_value": 5,
                }
            )
        ]
        self.assertEqual(self.target_south.difference, 499995)
