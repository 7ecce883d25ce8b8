"""Suspicions are looked at one after the other and decided together."""

from odoo.exceptions import AccessError, UserError

from ..common import ConductCommon


class TriageCommon(ConductCommon):
    def _triage(self, employee, **kwargs):
        return self.as_(employee, self.Violation).action_triage(**kwargs)

    def _rows(self, employee):
        """Return the screen's rows about our kind of case, by employee."""
        rows = self.as_(employee, self.Violation).get_triage()["rows"]
        return {row["name"]: row for row in rows if row["kind"] == self.type.name}


class TestTriage(TriageCommon):
    def test_row(self):
        """R046: a row has who, when, clause, facts, earlier cases and what the ladder would propose."""
        self._close_past(self.rep, self._days_ago(20))
        self._create_case(self.rep, date=self._days_ago(1))
        row = self._rows(self.leader)["Rob"]
        self.assertEqual((row["facts"], row["earlier"], row["kind"]), ("Asleep at the desk.", 1, "Napping"))
        self.assertIn("12 months", row["earlier_label"])
        self.assertIn("Fine", row["proposal"])
        self.assertIn("50", row["proposal"])
        self.assertTrue(row["clause"] and row["date"])

    def test_row_without_fines(self):
        """R060: where the company does not fine, no fine is foretold."""
        self.company.sales_office_fines_enabled = False
        self._close_past(self.rep, self._days_ago(20))
        self._create_case(self.rep, date=self._days_ago(1))
        self.assertEqual(self._rows(self.leader)["Rob"]["proposal"], "Warning")

    def test_who_sees_what(self):
        """R135: each sees the suspicions about those they lead, nobody their own; what may be done differs."""
        self._create_case(self.rep)
        self._create_case(self.leader)
        self._create_case(self.rep_south)
        expected = {
            self.rep: set(),
            self.colleague: set(),
            self.clerk: set(),
            self.policy_admin: set(),
            self.finance: set(),
            self.leader: {"Rob"},
            self.manager: {"Rob", "Lea", "Ray"},
            self.director: {"Rob", "Lea", "Ray"},
            self.director_valley: set(),
        }
        for employee, names in expected.items():
            with self.subTest(employee.name):
                self.assertEqual(set(self._rows(employee)), names)
        self.assertEqual(self._rows(self.leader)["Rob"]["can"], {"report": True, "dismiss": False, "waive": False})
        self.assertEqual(self._rows(self.manager)["Rob"]["can"], {"report": True, "dismiss": True, "waive": False})

    def test_outsider(self):
        """R135: who belongs to no sales office has no such screen."""
        with self.assertRaises(AccessError):
            self.as_(self.outsider, self.Violation).get_triage()

    def test_all_at_once(self):
        """R046: reported and dismissed in one call, with one reason; the screen comes back without them."""
        case, lea, ray = (self._create_case(who) for who in (self.rep, self.leader, self.rep_south))
        answer = self._triage(
            self.manager, report=case.ids, dismiss=(lea | ray).ids, dismiss_reason=" Cleared up in a talk "
        )
        self.assertEqual((case.state, case.reporter_id), ("reported", self.manager.user_id))
        self.assertEqual(set((lea | ray).mapped("state")), {"dismissed"})
        self.assertEqual(set((lea | ray).mapped("decided_by_id")), {self.manager.user_id})
        self.assertEqual((answer["done"], answer["left_out"]), ({"dismiss": 2, "report": 1}, []))
        self.assertFalse([row for row in answer["rows"] if row["kind"] == "Napping"])

    def test_left_out(self):
        """R046: what cannot be done is left out and said why, and the rest is done."""
        case, bare, done = self._create_case(self.rep), self._create_case(self.colleague), self._reported()
        bare.type_id = self._create_type("Theft", (1, "warning", 0, 1), evidence_required=True)
        answer = self._triage(self.leader, report=(case | bare | done).ids)
        self.assertEqual((case.state, bare.state), ("reported", "suspected"))
        self.assertEqual(answer["done"], {"report": 1})
        self.assertIn("needs a file as evidence", "\n".join(answer["left_out"]))
        self.assertIn("is Reported; needs: Suspected", "\n".join(answer["left_out"]))

    def test_leader_does_not_dismiss(self):
        """R046: a leader reports; their marks to dismiss are left out."""
        case = self._create_case(self.rep)
        answer = self._triage(self.leader, dismiss=case.ids, dismiss_reason="A friend.")
        self.assertEqual((case.state, answer["done"]), ("suspected", {"dismiss": 0}))
        self.assertIn("not yours to decide", answer["left_out"][0])

    def test_refused(self):
        """R046: without a reason, marked twice, foreign, or nonsense: nothing happens."""
        case = self._create_case(self.rep)
        with self.assertRaisesRegex(UserError, "Say why"):
            self._triage(self.manager, dismiss=case.ids, dismiss_reason=" ")
        with self.assertRaisesRegex(UserError, "marked for two things"):
            self._triage(self.manager, dismiss=case.ids, report=case.ids, dismiss_reason="No.")
        for given in ("all", [0], [case.id, "x"], {"id": case.id}, [2**40]):
            with self.subTest(given), self.assertRaisesRegex(UserError, "report"):
                self._triage(self.manager, report=given)
        for employee in (self.colleague, self.leader_south, self.clerk, self.director_valley, self.outsider):
            with self.subTest(employee.name), self.assertRaises(AccessError):
                self._triage(employee, report=case.ids)
        with self.assertRaisesRegex(AccessError, "is not yours|do not stand above|may not|not allowed|access"):
            self._triage(self.rep_south, dismiss=case.ids, dismiss_reason="No.")
        self.assertEqual(case.state, "suspected")

    def test_own_by_rpc(self):
        """R046: nobody reports or dismisses a suspicion about themselves."""
        case = self._create_case(self.leader, check_id=self.env.ref("sales_office_policy.check_late_arrival").id)
        answer = self._triage(self.leader, report=case.ids)
        self.assertEqual((case.state, answer["done"]), ("suspected", {"report": 0}))

    def test_nothing_to_waive(self):
        """R046: a case that no fact is behind is not waived."""
        case = self._create_case(self.rep)
        with self.assertRaisesRegex(UserError, "its facts cannot be waived"):
            self.as_(self.leader, case).action_waive("I sent him.")

    def test_decide_as_proposed(self):
        """R060: each case gets what its own ladder proposes; grave ones and those without a hearing are left out."""
        first = self._answered()
        self._close_past(self.colleague, self._days_ago(10))
        second = self._answered(employee=self.colleague)
        unheard = self._reported(employee=self.rep_south, reporter=self.leader_south)
        grave = self._answered(
            employee=self.rep, type_id=self._create_type("Fraud", (1, "dismissal", 0, 9)).id, date=self._days_ago(3)
        )
        cases = first | second | unheard | grave
        self.as_(self.manager, cases).with_context(operation="decide_as_proposed").action_for_many()
        self.assertEqual(cases.mapped("state"), ["decided", "decided", "reported", "reported"])
        self.assertEqual((first.sanction, first.fine_amount), ("warning", 0))
        self.assertEqual((second.sanction, second.fine_amount), ("fine", 50))
        with self.assertRaises(AccessError):
            self.as_(self.leader, unheard).action_decide_as_proposed()

    def test_close_many(self):
        """R060: what can no longer be appealed is closed together; what can is left out."""
        over, running = self._decided(), self._decided(employee=self.colleague)
        over.appeal_deadline = "2020-01-01"
        action = self.as_(self.manager, over | running).with_context(operation="close").action_for_many()
        self.assertEqual((over.state, running.state), ("closed", "decided"))
        self.assertIn("may still appeal", action["params"]["message"])


class TestTriageQueries(TriageCommon):
    def _found(self, count):
        people = (self.rep, self.colleague, self.rep_south, self.leader, self.leader_south)
        cases = self.Violation.create(
            [
                {
                    "type_id": self.type.id,
                    "date": self._days_ago(1 + number // len(people)),
                    "description": "Found.",
                    "reporter_id": False,
                    "employee_id": people[number % len(people)].id,
                }
                for number in range(count)
            ]
        )
        self.env.flush_all()
        return cases

    def _assert_constant(self, work, sizes=(5, 40), spare=0):
        """Do ``work`` with few and with many cases: as many queries."""
        work(self._found(sizes[0]))  # warm
        batches = [self._found(size) for size in sizes]
        counts = [self.count_queries(lambda cases=cases: work(cases)) for cases in batches]
        self.assertLessEqual(counts[1], counts[0] + spare, counts)

    def test_screen(self):
        """R137: the screen of forty asks as much as that of five."""
        self._assert_constant(lambda cases: self.as_(self.manager, self.Violation).get_triage())

    def test_dismissing(self):
        """R137: dismissing forty asks as much as dismissing five."""
        self._assert_constant(lambda cases: self.as_(self.manager, cases).action_dismiss("Cleared up."))

    def test_reporting(self):
        """R137: marked on the screen, forty are reported with as many queries as five."""
        self._assert_constant(lambda cases: self._triage(self.manager, report=cases.ids))

    def test_deciding(self):
        """R137: deciding forty as proposed asks as much as deciding five; so does closing them."""

        def decide(cases):
            cases.with_context(tracking_disable=True).write(
                {"state": "reported", "answer_deadline": "2020-01-01", "reporter_id": self.clerk.user_id.id}
            )
            many = self.as_(self.director, cases).with_context(operation="decide_as_proposed")
            many.action_for_many()

        self._assert_constant(decide)

    def test_closing(self):
        """R137: closing forty asks as much as closing five."""

        def close(cases):
            decided = {"sanction": "warning", "decided_by_id": self.director.user_id.id}
            cases.with_context(tracking_disable=True).write(
                {"state": "decided", "appeal_deadline": "2020-01-01", **decided}
            )
            self.as_(self.director, cases).with_context(operation="close").action_for_many()

        # of more days, more of what is closed already is noted to stand elsewhere: a few queries, not one for each
        self._assert_constant(close, spare=5)
