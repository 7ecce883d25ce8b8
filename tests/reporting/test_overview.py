"""The figures of the overview: the same as those of the books, the targets and the lists that they open."""

from datetime import date

from freezegun import freeze_time

from .common import CONTEXT, MARCH, NOW, OverviewCommon, SoldCommon

QUARTER = (date(2026, 1, 1), date(2026, 3, 31))


@freeze_time(NOW)
class TestFigures(OverviewCommon):
    def test_every_figure_is_its_list(self):
        """R094 R072: what a figure says is what its list adds up to, for each post, period and metric."""
        self.fill()
        counted = set()
        for employee in (self.director, self.manager, self.leader):
            for asked in (
                {},
                {"metric": "ordered", "period_type": "quarter"},
                {"metric": "collected", "period_type": "year"},
                {"department_id": self.north.id},
            ):
                overview = self.look(employee, **asked)
                for block, column, figure in self.figures(overview):
                    if column == "forecast":
                        continue  # opens what was sold so far
                    records = self.open(employee, overview, block, figure)
                    with self.subTest(who=employee.name, asked=asked, block=block["key"], column=column):
                        self.assertAlmostEqual(figure["value"], self.add_up(column, records), 2)
                    counted.add((block["key"], column))
        self.assertLessEqual(
            {
                *(("headline", name) for name in ("sold", "target", "weighted")),
                *((name, "sold") for name in ("teams", "months", "ranking")),
                *(("pipeline", "expected"), ("receivables", "residual"), ("commission", "net")),
                *(("conduct", "suspected"), ("conduct", "found"), ("attendance", "absent")),
            },
            counted,
        )

    def test_ties_have_one_place(self):
        """R126: who sold the same has the same place in the ranking."""
        self.invoice(self.rep, "2026-03-02", 700)
        self.invoice(self.rep_south, "2026-03-02", 700)
        self.invoice(self.colleague, "2026-03-02", 100)
        labels = [row["label"] for row in self.blocks(self.manager)["ranking"]["rows"]]
        self.assertEqual(labels[:3], ["1. Ray", "1. Rob", "3. Ann"])

    def test_conduct_by_clause(self):
        """R094: open cases, suspicions apart, and what checks found in the period, by clause."""
        case, found = self.case(self.rep), self.finding(self.rep)
        self.finding(self.rep, date="2026-02-17")
        self.finding(self.colleague, state="withdrawn")
        self.case(self.colleague, state="closed", sanction="warning")
        block = self.blocks(self.manager)["conduct"]
        totals = {}
        for of_clause in self.rows(block).values():
            for column, number in of_clause.items():
                totals[column] = totals.get(column, 0) + number
        self.assertEqual(totals, {"suspected": 1, "found": 1, "withdrawn": 1})
        labels = {row["label"] for row in block["rows"]}
        self.assertLessEqual({(case.clause_id | found.clause_id)[:1].display_name}, labels)

    def test_the_last_seven_days(self):
        """R001: attendance is that of seven days until today, or until the end of a period that is over."""
        self.company.sales_office_day_since = "2026-01-01"
        self.env["sales.office.day"].refresh(self.rep, "2026-02-23", "2026-03-20")
        keys = [row["key"] for row in self.blocks(self.manager)["attendance"]["rows"]]
        self.assertEqual((keys[0], keys[-1]), ("2026-03-16", "2026-03-20"))
        keys = [row["key"] for row in self.blocks(self.manager, day="2026-02-05")["attendance"]["rows"]]
        self.assertEqual(keys[0], "2026-02-23")

    def test_nothing_yet(self):
        """R138: without anything sold or planned there are no blocks to look at, and no error either."""
        overview = self.look(self.director_valley)
        self.assertEqual(overview["company"]["name"], "Valley Hotel")
        self.assertEqual(overview["blocks"], [])


@freeze_time(NOW)
class TestSold(SoldCommon):
    def test_the_books_say_the_same(self):
        """R072 R103: each team's and person's sales are those of the books, shared orders in part."""
        for metric in ("invoiced", "ordered", "collected"):
            blocks = self.blocks(self.manager, metric=metric)
            teams, ranking = self.rows(blocks["teams"]), self.rows(blocks["ranking"])
            for team in (self.north, self.south, self.retail):
                self.assertAlmostEqual(teams[team.name]["sold"], self.value(metric, MARCH, team), 2)
            sold = {label.split(". ")[1]: of["sold"] for label, of in ranking.items()}
            for person in (self.rep, self.colleague, self.rep_south):
                self.assertAlmostEqual(sold[person.name], self.value(metric, MARCH, person), 2)

    def test_worked_out_by_hand(self):
        """R072: North 30,000 + 12,000 + 60 % of 3,333.30; South 20,000 + 40 %; the year has February's 1,000 too."""
        teams = self.rows(self.blocks(self.director, department_id=self.retail.id)["teams"])
        self.assertAlmostEqual(teams["North"]["sold"], 43999.98)
        self.assertAlmostEqual(teams["South"]["sold"], 21333.32)
        self.assertAlmostEqual(teams["North"]["target"], 58333.33)
        self.assertAlmostEqual(teams["North"]["percent"], 100 * 43999.98 / 58333.33, 2)
        months = self.rows(self.blocks(self.director)["months"])
        self.assertEqual(months["Feb"]["sold"], 1000)
        year = self.rows(self.blocks(self.director, period_type="year")["headline"])["2026"]
        self.assertAlmostEqual(year["sold"], 66333.3)
        self.assertEqual(year["target"], 1200000)

    def test_as_the_targets_say(self):
        """R103: share and forecast are those of a target of the period, and of a commission by achievement."""
        for kind, days in (("month", MARCH), ("quarter", QUARTER)):
            teams = self.rows(self.blocks(self.manager, period_type=kind)["teams"])
            target = self.targets.search(
                [
                    ("department_id", "=", self.north.id),
                    ("period_type", "=", kind),
                    ("date_from", "=", days[0]),
                    ("metric", "=", "invoiced"),
                ]
            )
            self.assertAlmostEqual(teams["North"]["percent"], target.progress, 2)
            self.assertAlmostEqual(teams["North"]["forecast"], target.forecast_value, 2)
            achieved = self.targets._get_achievement(self.north, "invoiced", *days)[self.north]
            self.assertAlmostEqual(teams["North"]["percent"], float(achieved), 2)

    def test_no_forecast_of_what_is_over(self):
        """R103: a period that is over, or has not begun, has no forecast."""
        self.assertNotIn("forecast", self.rows(self.blocks(self.manager, day="2026-02-01")["teams"])["North"])
        self.assertNotIn("forecast", self.rows(self.blocks(self.manager, day="2026-07-01")["teams"])["North"])

    def test_targets_of_the_parts(self):
        """R083: a department without a target has those of its parts together: Sales has Retail's, and so on."""
        whole = self.rows(self.blocks(self.director)["headline"])["March 2026"]
        self.assertAlmostEqual(whole["target"], 100000, 1)

    def test_targets_of_its_people(self):
        """R083: a team without a target of its own has those of its people together."""
        values = {"period_type": "month", "date_from": "2026-03-01", "metric": "ordered"}
        self._create_target(self.south, 30000, self.rep_south, **values).state = "accepted"
        teams = self.rows(self.blocks(self.manager, metric="ordered")["teams"])
        self.assertEqual(teams["South"]["target"], 30000)
        self.assertNotIn("target", teams["North"])

    def test_drafts_are_no_targets(self):
        """R132: what is not agreed yet is compared with nothing."""
        self._create_target(self.north, 5000, period_type="month", date_from="2026-03-01", metric="collected")
        self.assertNotIn("target", self.rows(self.blocks(self.manager, metric="collected")["teams"])["North"])

    def test_commission_in_other_currencies(self):
        """R134: statements in another currency are a row of their own, and are not added to the others."""
        self.settle((date(2026, 2, 1), date(2026, 2, 28)))
        dollar = self.env.ref("base.USD")
        statement = self.env["sales.office.statement"].search([("employee_id", "=", self.rep.id)], limit=1)
        self.env.flush_all()
        self.cr.execute("UPDATE sales_office_statement SET currency_id = %s WHERE id = %s", (dollar.id, statement.id))
        self.env.invalidate_all()
        block = self.blocks(self.director)["commission"]
        self.assertIsNone(block["total"])
        foreign = next(row for row in block["rows"] if row["label"].endswith("(USD)"))
        self.assertEqual(foreign["cells"]["net"]["currency"], dollar.id)

    def test_parts_of_a_figure(self):
        """R072: what was sold opens document by document; of a shared order, the part that counts."""
        question = {"date_from": "2026-03-01", "date_to": "2026-03-31", "employee_id": self.rep_south.id}
        parts = self.as_(self.manager, self.env["sales.office.overview.sale"])
        found = parts.with_context(**{CONTEXT: question}).search([])
        self.assertEqual(sorted(found.mapped("amount")), [1333.32, 20000])
        shared = found.filtered("order_id")
        self.assertFalse(shared.move_id)
        self.assertEqual(shared.action_open_document()["res_model"], "sale.order")
        self.assertIn(shared.order_id.name, shared.display_name)
        self.assertFalse(parts.search([]))
