"""Cases decided side by side are counted in the order of their days."""

from ..common import ConductCommon


class TestOrder(ConductCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        office = cls()
        cls.later = office._decided(date=office._days_ago(3))
        cls.earlier = office._decided(date=office._days_ago(9))

    def _accept(self, *cases):
        for case in cases:
            self.as_(self.rep, case).action_accept()

    def _numbers(self):
        return self.earlier.occurrence, self.later.occurrence

    def test_decided_side_by_side(self):
        """R060: while none is final each is the first, and who decides the later one is told of the earlier one."""
        self.assertEqual(self._numbers(), (1, 1))
        self.assertEqual((self.earlier.earlier_open_count, self.later.earlier_open_count), (0, 1))

    def test_earlier_first(self):
        """R060: the earlier day is the first occurrence; the later case, still open, is counted again and says so."""
        self._accept(self.earlier)
        self.assertEqual(self._numbers(), (1, 2))
        self.assertIn("occurrence 2. The decision stays", self.later.message_ids[0].body)
        self._accept(self.later)
        self.assertEqual(self._numbers(), (1, 2))
        self.assertFalse(self.later.occurrence_by_day)

    def test_together(self):
        """R060: closed together they are counted in the order of their days, whatever the order of the records."""
        for cases in (self.later | self.earlier, self.earlier | self.later):
            with self.env.cr.savepoint() as savepoint:
                self.as_(self.rep, cases).action_accept()
                self.assertEqual(self._numbers(), (1, 2))
                self.assertEqual(self.later.sanction, "warning")
                self.assertIn("in the order of the days", self.later.message_ids[0].body)
                savepoint.rollback()

    def test_later_first(self):
        """R060: a case that is closed already is not changed by an earlier one; it says what would be right."""
        self._accept(self.later, self.earlier)
        self.assertEqual(self._numbers(), (1, 1))
        self.assertEqual(self.later.occurrence_by_day, 2)
        self.assertIn("this is occurrence 2. It was closed as occurrence 1", self.later.message_ids[0].body)
        self.assertFalse(self.earlier.occurrence_by_day)
        self.assertEqual(self._reported().occurrence, 3)

    def test_as_it_was_closed_after_all(self):
        """R060: once the earlier one is annulled, the later one says that it is what it was closed as."""
        self._accept(self.later, self.earlier)
        self.as_(self.director, self.earlier).action_annul("Somebody else was asleep.")
        self.assertEqual(self.later.occurrence_by_day, 1)
        self.assertIn("this is occurrence 1 again, as which it was closed", self.later.message_ids[0].body)

    def test_same_day(self):
        """R060: of two of one day the one that becomes final first is the first."""
        other = self._decided(date=self._days_ago(9))
        self._accept(other, self.earlier)
        self.assertEqual((other.occurrence, self.earlier.occurrence), (1, 2))
        self.assertFalse(other.occurrence_by_day)

    def test_same_day_together(self):
        """R060: of two of one day that become final at once the one written first is the first."""
        other = self._decided(date=self._days_ago(9))
        self.as_(self.rep, other | self.earlier | self.later).action_accept()
        self.assertEqual((self.earlier.occurrence, other.occurrence, self.later.occurrence), (1, 2, 3))
        self.assertFalse(any((other | self.earlier | self.later).mapped("occurrence_by_day")))

    def test_others_are_left_alone(self):
        """R060: neither another person's nor another kind's case is counted again."""
        kind = self._create_type("Yawning", (1, "warning", 0, 1))
        others = self._decided(employee=self.colleague) | self._decided(type_id=kind.id)
        self._accept(self.later, self.earlier)
        self.assertEqual(others.mapped("occurrence"), [1, 1])

    def test_queries(self):
        """R060: closing counts again with as many queries for many open cases as for few."""
        self.as_(self.rep, self.earlier | self.later).action_accept()

        def count(cases):
            case = self._decided(date=self._days_ago(20))
            reported = self.Violation.browse([self._reported(date=self._days_ago(1)).id for _n in range(cases)])
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.as_(self.rep, case).action_accept()
            self.env.flush_all()
            count = self.env.cr.sql_log_count - before
            reported.unlink()
            return count

        count(2)
        self.assertEqual(count(2), count(6))
