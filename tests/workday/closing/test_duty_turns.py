from datetime import date, timedelta

from odoo.tests import BaseCase, tagged

from odoo.addons.sales_office_policy.models.workday.closing.duty_turns import plan_turns

MONDAY = date(2025, 3, 3)
DAYS = [MONDAY + timedelta(days=number) for number in range(12) if number % 7 < 5]


@tagged("post_install", "-at_install", "standard")
class TestDutyTurns(BaseCase):
    """Ten working days and the members A, B and C."""

    def plan(self, weekly=False, away=(), last_turns=None, fixed=None, members="ABC"):
        """Return who has duty, one letter a day; small when they stand in, a dot when nobody is there.

        :param away: texts such as "A0", the member and the number of the working day
        """
        turns = plan_turns(
            list(members),
            DAYS,
            weekly,
            last_turns or {},
            lambda member, day: f"{member}{DAYS.index(day)}" not in away,
            {DAYS[number]: turn for number, turn in (fixed or {}).items()},
        )
        for number, turn in (fixed or {}).items():
            turns[DAYS[number]] = turn
        letters = ((turns[day][0].lower() if turns[day][1] else turns[day][0]) if day in turns else "." for day in DAYS)
        return "".join(letters)

    def test_in_turn(self):
        """R010: members take turns by the day."""
        self.assertEqual(self.plan(), "ABCABCABCA")

    def test_goes_on_after_what_was(self):
        """R010: whoever had no turn for the longest time is first."""
        last = {"A": MONDAY - timedelta(days=3), "B": MONDAY - timedelta(days=5), "C": MONDAY - timedelta(days=4)}
        self.assertEqual(self.plan(last_turns=last), "BCABCABCAB")

    def test_away_comes_next(self):
        """R010: who is away is passed over and comes next in line."""
        self.assertEqual(self.plan(away=("A0",)), "BACBACBACB")
        self.assertEqual(self.plan(away=("A0", "A1")), "BCABCABCAB")

    def test_everybody_away(self):
        """R010: a day on which nobody is there stays open, and nobody loses their turn."""
        self.assertEqual(self.plan(away=("A1", "B1", "C1")), "A.BCABCABC")

    def test_fair(self):
        """R010: over time everybody has as many turns as the others, whoever was away when."""
        plan = self.plan(away=("A0", "B3", "C5"))
        self.assertLessEqual(max(map(plan.count, "ABC")) - min(map(plan.count, "ABC")), 1)

    def test_settled_days_count(self):
        """R010: a duty taken over by hand is a turn."""
        self.assertEqual(self.plan(fixed={0: ("C", False)}), "CABCABCABC")

    def test_by_the_week(self):
        """R010: a weekly turn lasts the week."""
        self.assertEqual(self.plan(weekly=True), "AAAAABBBBB")

    def test_stand_in_for_a_day(self):
        """R010: in a weekly rota the next in line stands in for a day, which is no turn of their own."""
        self.assertEqual(self.plan(weekly=True, away=("A2", "A3")), "AAbbABBBBB")

    def test_away_when_the_week_begins(self):
        """R010: who is away when the week begins is passed over for the week and comes next."""
        self.assertEqual(self.plan(weekly=True, away=("A0",)), "BBBBBAAAAA")

    def test_week_that_has_begun(self):
        """R010: planned anew in the middle of a week, the week stays whose it is."""
        turns = plan_turns(list("ABC"), DAYS[2:], True, {"C": DAYS[1], "B": DAYS[0]}, lambda *_args: True, {})
        self.assertEqual("".join(turns[day][0] for day in DAYS[2:]), "CCCAAAAA")

    def test_nobody(self):
        """R010: a rota without members plans nothing."""
        self.assertEqual(self.plan(members=""), "..........")
