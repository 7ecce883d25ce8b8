"""The targets of a plan as one table: what it shows to whom, saving all or nothing, who may type where."""

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError

from ..json_rpc import JsonRpcCase, RpcRefused
from .test_achievement import AchievementCommon

MONTHS = [f"month{month}" for month in range(1, 13)]


class MatrixCommon(AchievementCommon):
    def get(self, employee=None, metric="invoiced", plan=None):
        return self.as_(employee or self.manager, plan or self.plan_).get_target_matrix(metric)

    def save(self, *changes, employee=None, metric="invoiced", plan=None):
        """Save ``(owner, column, value, was)``, owners as departments and employees."""
        changes = [[self.key(owner), *rest, *[None] * (3 - len(rest))] for owner, *rest in changes]
        return self.as_(employee or self.manager, plan or self.plan_).save_target_matrix(metric, changes)

    def key(self, owner):
        return f"{'e' if owner._name == 'hr.employee' else 'd'}{owner.id}"

    def row(self, owner, table=None):
        table = table or self.get()
        return next(row for row in table["rows"] if row["owner"] == self.key(owner))

    def cell(self, owner, column, table=None):
        table = table or self.get()
        index = [one["key"] for one in table["columns"]].index(column)
        return self.row(owner, table)["cells"][index]

    def find(self, owner, column="year", metric="invoiced"):
        kind = column.rstrip("0123456789")
        day = "2026-01-01" if kind == "year" else f"2026-{int(column.removeprefix('month')):02}-01"
        who = "employee_id" if owner._name == "hr.employee" else "department_id"
        domain = [("metric", "=", metric), ("period_type", "=", kind), ("date_from", "=", day), (who, "=", owner.id)]
        return self.targets.search(domain).filtered(lambda t: who == "employee_id" or not t.employee_id)

    def year_of(self, people, value=120000):
        """Return the changes that give each of these people a year and its months."""
        return [
            change
            for person in people
            for change in ([person, "year", value], *([person, month, value / 12] for month in MONTHS))
        ]


@freeze_time("2026-03-20 02:00:00")
class TestTargetMatrix(MatrixCommon):
    def test_a_year_in_one_screen(self):
        """R103: a year of a team is split among its people and their months by one call, and adds up."""
        people = [self.rep, self.colleague, self.leader]
        changes = self.year_of(people[1:], 200000)
        result = self.save((self.north, "year", 600000, 700000), *self.year_of(people[:1], 200000), *changes)
        self.assertEqual(result, {"changed": 1, "made": 39})
        self.assertEqual((self.target_north.target_value, self.target_north.difference), (600000, 0))
        year = self.find(self.rep)
        self.assertEqual(
            (year.parent_id, year.state, year.part_count, round(year.difference)), (self.target_north, "draft", 12, 0)
        )
        self.assertEqual(self.find(self.rep, "month3").parent_id, year)
        self.assertEqual(self.cell(self.rep, "month3")["value"], 16666.67)

    def test_rows(self):
        """R103: departments with their people below them, and what the books say of last year."""
        self.invoice(self.rep, "2025-03-02", 700)
        table = self.get()
        names = [(row["name"], row["level"], row["is_person"]) for row in table["rows"]]
        self.assertEqual(names[:3], [("Retail", 0, False), ("North", 1, False), ("Ann", 2, True)])
        self.assertEqual(
            {row["name"] for row in table["rows"]}, {"Retail", "North", "South", "Ann", "Lea", "Rob", "Leo", "Ray"}
        )
        for owner in (self.rep, self.north, self.retail):
            self.assertEqual(
                [self.cell(owner, key, table)["last"] for key in ("year", "quarter1", "month3", "month4")],
                [700, 700, 700, 0],
            )

    def test_months_of_a_team(self):
        """R103: a team's months are parts of its year, and its people's months parts of the team's."""
        self.save(*([self.north, month, 50000] for month in MONTHS), (self.rep, "month3", 30000))
        self.assertEqual(self.find(self.north, "month3").parent_id, self.target_north)
        self.assertEqual(self.find(self.rep, "month3").parent_id, self.find(self.north, "month3"))
        self.assertEqual(self.cell(self.north, "year")["axis"], "period")

    def test_quarters_that_are_there(self):
        """R103: where a year is split into quarters, a month is a part of its quarter."""
        self.as_(self.manager, self.target_north).action_split("equal")
        self.save((self.north, "month4", 1000))
        month = self.find(self.north, "month4")
        self.assertEqual(month.parent_id.period_type, "quarter")
        self.assertEqual(self.cell(self.north, "quarter2")["value"], 175000)

    def test_not_both(self):
        """R103: what is split among people is not split into months as well; the cell is named."""
        self.save((self.rep, "year", 1000))
        self.assertEqual(self.cell(self.north, "month1")["why"], "split")
        with self.assertRaisesRegex(UserError, "North 2026-01: What it would be a part of is split in another way"):
            self.save((self.north, "month1", 5))

    def test_a_part_of_nothing(self):
        """R103: a month without a year is refused, and nothing else is saved."""
        with self.assertRaisesRegex(UserError, "Rob 2026-03: It would be a part of nothing yet.*Nothing was saved"):
            self.save((self.south, "year", 1, 500000), (self.rep, "month3", 5))
        self.assertEqual(self.target_south.target_value, 500000)

    def test_agreed_stands_still(self):
        """R123: what was proposed or agreed is not typed over, and names itself."""
        self.as_(self.manager, self.target_north).action_propose()
        self.assertEqual(self.cell(self.north, "year")["why"], "agreed")
        with self.assertRaisesRegex(UserError, "North 2026: It was proposed or agreed"):
            self.save((self.north, "year", 1, 700000))

    def test_disputed_is_answered(self):
        """R123: a disputed target is given another value in the table and proposed again."""
        target = self.target_north
        self.as_(self.manager, target).action_propose()
        self.as_(self.leader, target).action_dispute("Too much")
        self.save((self.north, "year", 650000, 700000))
        cell = self.cell(self.north, "year")
        self.assertEqual((cell["value"], cell["state"], cell["can_propose"]), (650000, "disputed", True))

    def test_plan_is_locked(self):
        """R112: the plan's own targets stand once it is approved, and all of a closed plan."""
        with self.assertRaisesRegex(UserError, "Retail 2026: The plan is locked"):
            self.save((self.retail, "year", 1, 1200000))
        self.plan_.state = "closed"
        with self.assertRaisesRegex(UserError, "North 2026: The plan is locked"):
            self.save((self.north, "year", 1, 700000))

    def test_a_plan_in_preparation(self):
        """R102: in a draft its manager sets the whole, another metric as well, and everything below at once."""
        plan = self.env["sales.office.plan"].create({"department_id": self.retail.id, "year": 2027})
        changes = [
            (self.retail, "year", 100),
            (self.north, "year", 60),
            (self.rep, "year", 60),
            (self.rep, "month1", 60),
        ]
        self.assertEqual(self.save(*reversed(changes), metric="margin", plan=plan)["made"], 4)
        rob = plan.target_ids.filtered(lambda t: t.period_type == "month")
        self.assertEqual(rob.parent_id.parent_id.parent_id.department_id, self.retail)

    def test_followers(self):
        """R102: values of a version in preparation follow, unless it has its own."""
        self.as_(self.manager, self.plan_).action_new_version()
        copy = self.target_north.next_ids
        self.save((self.north, "year", 650000, 700000))
        self.assertEqual(copy.target_value, 650000)

    def test_history(self):
        """R123: each change leaves a note of what stood there, by whom."""
        self.save((self.north, "year", 650000, 700000))
        note = self.target_north.message_ids[0]
        self.assertIn("700,000.00 → 650,000.00", note.body)
        self.assertEqual(note.author_id, self.manager.user_id.partner_id)

    def test_changed_meanwhile(self):
        """R103: a value that somebody else changed since is not overwritten."""
        self.target_north.target_value = 710000
        with self.assertRaisesRegex(UserError, "North 2026: Somebody changed it meanwhile"):
            self.save((self.north, "year", 1, 700000))
        self.save((self.rep, "year", 1000))
        with self.assertRaisesRegex(UserError, "Rob 2026: Somebody changed it meanwhile"):
            self.save((self.rep, "year", 2000))

    def test_leader(self):
        """R083: a leader splits their team's year among its people, and sets neither the team's nor their own."""
        self.as_(self.manager, self.target_north).action_propose()
        table = self.get(self.leader)
        self.assertNotIn("Leo", [row["name"] for row in table["rows"]])
        self.save((self.rep, "year", 300000), (self.colleague, "year", 400000), employee=self.leader)
        self.assertEqual(self.target_north.parts_value, 700000)
        with self.assertRaisesRegex(UserError, "North 2026: That is for who stands above"):
            self.save((self.north, "year", 1, 700000), employee=self.leader)
        for owner in (self.leader, self.rep_south):
            with self.assertRaisesRegex(UserError, "no such cell|for who stands above"):
                self.save((owner, "year", 1), employee=self.leader)

    def test_published_above(self):
        """R135: of a published target above their own a leader reads the target, not what other teams sell."""
        self.invoice(self.rep, "2025-03-02", 700)
        self.invoice(self.rep_south, "2025-03-02", 5000)
        self.target.published_at = "2026-01-05 02:00:00"
        table = self.get(self.leader)
        retail = self.row(self.retail, table)
        self.assertEqual((retail["cells"][0]["value"], retail["is_partial"], retail["hidden"]), (1200000, True, {}))
        self.assertFalse(any(cell["last"] for cell in retail["cells"]))
        self.assertEqual(self.cell(self.rep, "month3", table)["last"], 700)

    def test_a_draft_of_ones_own(self):
        """R123: a leader does not read the draft of their own target in the table."""
        self.save(*((person, "year", 100000) for person in (self.rep, self.leader)))
        table = self.get(self.leader)
        own = [row for row in table["rows"] if row["owner"] == self.key(self.leader)]
        self.assertFalse([cell for row in own for cell in row["cells"] if cell["value"] is not None])

    def test_others(self):
        """R135: who may not read the plan gets no table of it."""
        for employee in (self.rep, self.clerk, self.finance, self.outsider, self.director_valley):
            with self.subTest(employee=employee.name), self.assertRaises(AccessError):
                self.get(employee)
            with self.assertRaises(AccessError):
                self.save((self.north, "year", 1, 700000), employee=employee)
        self.assertFalse(self.as_(self.director_valley, self.env["sales.office.plan"]).get_matrix_plans())
        self.assertEqual(
            self.as_(self.leader, self.env["sales.office.plan"]).get_matrix_plans()[0]["id"], self.plan_.id
        )

    def test_leader_of_another_team(self):
        """R083: a leader of the same office reads the plan, and sets nothing in another team."""
        with self.assertRaisesRegex(UserError, "no such cell|for who stands above"):
            self.save((self.rep, "year", 1), employee=self.leader_south)
        names = {row["name"] for row in self.get(self.leader_south)["rows"]}
        self.assertEqual(names & {"Rob", "Ann", "Lea"}, set())

    def test_who_left_and_who_came(self):
        """R103: who left keeps the targets they had; who comes in June has a cell from then on."""
        self.save((self.colleague, "year", 1000))
        self.colleague.active = False
        self.rep_south.create_version({"date_version": "2026-06-01", "department_id": self.north.id})
        table = self.get()
        self.assertFalse(self.row(self.colleague, table)["is_active"])
        rows = [row for row in table["rows"] if row["name"] == "Ray"]
        index = [one["key"] for one in table["columns"]].index("month6")
        cells = {row["above"]: row["cells"][index]["why"] for row in rows}
        self.assertEqual(cells, {self.key(self.north): "", self.key(self.south): "away"})
        self.save((self.rep_south, "year", 10), (self.rep_south, "month6", 10))
        self.assertEqual(self.find(self.rep_south, "month6").department_id, self.north)

    def test_another_company(self):
        """R135: nobody of another company is in the table."""
        with self.assertRaisesRegex(UserError, "no such cell"):
            self.save((self.rep_valley, "year", 1), employee=self.director)

    def test_marks_are_no_sums(self):
        """R050: of a satisfaction every part is to reach the same, and no last year is shown."""
        self._create_target(self.north, 90, metric="satisfaction")
        table = self.get(metric="satisfaction")
        self.assertFalse(table["additive"])
        answer = self.as_(self.manager, self.plan_).split_matrix_values("satisfaction", [[90, [1, 1]]])
        self.assertEqual(answer, [[90, 90]])

    def test_splitting(self):
        """R103: parts add up in cents, of pieces in pieces."""
        plan = self.as_(self.manager, self.plan_)
        self.assertEqual(
            plan.split_matrix_values("invoiced", [[100, [1, 1, 1]], [5, [0, 2]]]), [[33.34, 33.33, 33.33], [0, 5]]
        )
        self.assertEqual(plan.split_matrix_values("quantity", [[10, [1, 1, 1]]]), [[4, 3, 3]])

    def test_accepting_many(self):
        """R123: an owner's many targets are proposed and accepted at once."""
        self.save(*self.year_of([self.rep]))
        cells = [cell for row in self.get()["rows"] for cell in row["cells"]]
        proposed = self.targets.browse([cell["id"] for cell in cells if cell["can_propose"]])
        self.as_(self.manager, proposed).action_propose()
        own = proposed.filtered(lambda t: t.employee_id == self.rep)
        self.as_(self.rep, own).action_accept()
        self.assertEqual(set(own.mapped("state")), {"accepted"})
        with self.assertRaises(AccessError):
            self.as_(self.rep, proposed - own).action_accept()

    def test_owner_accepts_in_the_table(self):
        """R123: a leader sees what waits for their own agreement."""
        self.as_(self.manager, self.target_north).action_propose()
        self.assertTrue(self.cell(self.north, "year", self.get(self.leader))["can_accept"])
        self.assertFalse(self.cell(self.north, "year")["can_accept"])


@freeze_time("2026-03-20 02:00:00")
class TestTargetMatrixBudget(MatrixCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = [cls._create_member(f"Seller {n}", f"seller{n}", cls.north, "representative") for n in range(9)]

    def _count(self, method):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        method()
        self.env.flush_all()
        return self.cr.sql_log_count - before

    def test_saving(self):
        """R103: the years of six people are made, and changed, at the price of two's."""
        warm, few, many = self.people[:1], self.people[1:3], self.people[3:]
        self.save(*self.year_of(warm))
        made = [self._count(lambda some=some: self.save(*self.year_of(some))) for some in (few, many)]
        self.assertLessEqual(made[1], made[0] + 6)

        def change(some):
            months = [[person, month, 5, 10000] for person in some for month in MONTHS]
            return self._count(lambda: self.save(*months))

        change(warm)
        changed = [change(some) for some in (few, many)]
        self.assertLessEqual(changed[1], changed[0] + 4)

    def test_opening(self):
        """R103: a table of nine people is read at the price of three's."""
        counts = []
        for some in (self.people[:3], self.people[3:]):
            self.save(*self.year_of(some))
            self._count(self.get)
            counts.append(self._count(self.get))
        self.assertLessEqual(counts[1], counts[0] + 1)
        self.assertLess(counts[1], 60)


class TestTargetMatrixDoors(MatrixCommon, JsonRpcCase):
    """R135: over RPC, with any argument."""

    def assert_refused(self, words, method, *args, employee=None):
        with self.assertRaisesRegex(RpcRefused, words):
            self.call(employee or self.manager, "sales.office.plan", method, [self.plan_.id], *args)

    def test_odd_changes(self):
        """R103: what is no list of cells is refused in a sentence."""
        north = self.key(self.north)
        for changes in (
            *(None, [], "x", {}, [[]], [[north, "year", 5]], [[north, "year", "5", None]], [[north, "year", -1, None]]),
            *([[north, "year", 1e300, None]], [[1, "year", 5, None]], [[north, ["year"], 5, None]]),
            *([[north, "year", 10**400, None]], [[north, "year", 5, 10**400]]),
            [[north, "year", 5, 700000], [north, "year", 6, 700000]],
        ):
            with self.subTest(changes=changes):
                self.assert_refused("changes.* has to be a list", "save_target_matrix", "invoiced", changes)
        for cell in (
            [north, "day3", 5, None],
            ["d0", "year", 5, None],
            ["x", "", 5, None],
            [f"e{self.rep_valley.id}", "year", 5, None],
        ):
            with self.subTest(cell=cell):
                self.assert_refused("no such cell", "save_target_matrix", "invoiced", [cell])
        self.assert_refused("metric.* has to be one of", "save_target_matrix", "profit", [[north, "year", 5, None]])

    def test_odd_shares(self):
        """R103: what is no value with weights is refused in a sentence."""
        shares_of_many = [[5, [1] * 6000]] * 5
        for shares in (
            *("x", [[5]], [[5, []]], [[-5, [1]]], [[5, ["a"]]], [["5", [1]]], [[5, [1]]] * 1001),
            *([[10**400, [1]]], [[5, [10**400]]], shares_of_many),
        ):
            with self.subTest(shares=str(shares)[:30]):
                self.assert_refused("shares.* has to be a list", "split_matrix_values", "invoiced", shares)

    def test_not_theirs(self):
        """R135: naming a plan shows and changes nothing of it for who may not read it."""
        for employee in (self.rep, self.director_valley):
            self.assert_refused("", "get_target_matrix", employee=employee)
            self.assert_refused("", "split_matrix_values", "invoiced", [[5, [1]]], employee=employee)
