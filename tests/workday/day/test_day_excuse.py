from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError

from ..common import MONDAY, WorkdayCommon


@freeze_time("2025-03-10 12:00:00")
class TestExcuse(WorkdayCommon):
    """R002: Rob came half an hour late and explains himself."""

    def setUp(self):
        super().setUp()
        self._attend(8.5, 12, 13, 17)
        self.day = self._refresh()

    def _ask(self, reason="The ferry did not run."):
        self.as_(self.rep, self.day).action_ask_excuse(reason)

    def test_granted(self):
        """R002: the leader excuses them; the facts stay."""
        self._ask()
        self.assertEqual((self.day.excuse_state, self.day.status), ("asked", "late"))
        self.as_(self.leader, self.day).action_grant_excuse()
        self.assertEqual((self.day.excused, self.day.excuse_kind, self.day.status), (True, "granted", "excused"))
        self.assertEqual(self.day.late_minutes, 30)
        self.assertEqual(self.day.excuse_decided_by_id, self.leader.user_id)
        self._refresh()
        self.assertTrue(self.day.excused, "Looking again keeps it")

    def test_refused(self):
        """R002: a refusal gives its reason, and a second request is not made."""
        self._ask()
        with self.assertRaisesRegex(UserError, "Say why"):
            self.as_(self.leader, self.day).action_refuse_excuse(" ")
        self.as_(self.leader, self.day).action_refuse_excuse("It ran.")
        self.assertEqual((self.day.excuse_state, self.day.excused, self.day.status), ("refused", False, "late"))
        with self.assertRaisesRegex(UserError, "This day is free or waived, or your request"):
            self._ask("But still.")
        with self.assertRaisesRegex(UserError, "Nobody asked for a waiver of this day"):
            self.as_(self.leader, self.day).action_refuse_excuse("No.")

    def test_unasked(self):
        """R002: a leader excuses of their own accord, with a reason, and may take it back."""
        with self.assertRaisesRegex(UserError, "Say why"):
            self.as_(self.leader, self.day).action_grant_excuse()
        self.as_(self.leader, self.day).action_grant_excuse("I sent him to the bank.")
        self.assertTrue(self.day.excused)
        with self.assertRaisesRegex(UserError, "This day is waived already"):
            self.as_(self.manager, self.day).action_grant_excuse("Again.")
        self.as_(self.manager, self.day).action_refuse_excuse("The bank was closed.")
        self.assertEqual((self.day.excused, self.day.status), (False, "late"))

    def test_who_decides(self):
        """R002: nobody excuses themselves, a colleague or a superior."""
        own = self._refresh(self.leader)
        with self.assertRaises(AccessError):
            self.as_(self.leader, own).action_grant_excuse("I say so.")
        for employee in (self.rep, self.colleague, self.leader_south, self.clerk, self.policy_admin, self.outsider):
            with self.subTest(employee.name), self.assertRaises(AccessError):
                self.as_(employee, self.day).action_grant_excuse("Please.")
        above = self._refresh(self.manager)
        with self.assertRaises(AccessError):
            self.as_(self.leader, above).action_grant_excuse("Please.")
        self.as_(self.director, above).action_grant_excuse("At the trade fair.")

    def test_who_asks(self):
        """R002: everybody asks for themselves, today included."""
        with self.assertRaises(AccessError):
            self.as_(self.leader, self.day).action_ask_excuse("He is a good man.")
        with self.assertRaisesRegex(UserError, "Say why"):
            self._ask(" ")
        self._ask()
        self._ask("The ferry did not run, and the bridge was closed.")
        self.assertIn("bridge", self.day.excuse_reason)

    def test_nothing_to_excuse(self):
        """R002: leave excuses of itself."""
        self._leave("2025-03-10 00:00:00", "2025-03-10 09:00:00")
        with self.assertRaisesRegex(UserError, "This day is free or waived, or your request"):
            self._ask()

    def test_asked_day_stays(self):
        """R002: a day that was talked about does not vanish when its schedule does."""
        self._ask()
        self.rep.attendance_ids.unlink()
        self.rep.resource_calendar_id = False
        self.assertEqual((self.day.status, self.day.late_minutes, self.day.expected_hours), ("off", 0, 0))

    def test_no_facts_by_hand(self):
        """R002: nobody makes, changes or deletes a row themselves."""
        for employee in (self.rep, self.leader, self.director, self.policy_admin, self.clerk):
            day = self.as_(employee, self.day)
            with self.subTest(employee.name):
                with self.assertRaises(AccessError):
                    day.write({"late_minutes": 0})
                with self.assertRaises(AccessError):
                    day.write({"excuse_reason": "Forgotten"})
                with self.assertRaises(AccessError):
                    day.unlink()
                with self.assertRaises(AccessError):
                    day.create({"employee_id": employee.id, "date": "2025-03-11"})
                imported = day.browse().load(["employee_id/.id", "date"], [[str(employee.id), "2025-03-11"]])
                self.assertFalse(imported["ids"])

    def test_refresh_over_rpc(self):
        """R002: one looks at one's own days and those of the people one leads."""
        for employee, allowed in (
            (self.rep, True),
            (self.leader, True),
            (self.manager, True),
            (self.director, True),
            (self.policy_admin, True),
            (self.colleague, False),
            (self.leader_south, False),
            (self.clerk, False),
            (self.outsider, False),
            (self.director_valley, False),
        ):
            with self.subTest(employee.name):
                days = self.as_(employee, self.days)
                if allowed:
                    self.assertEqual(days.refresh(self.rep.ids, "2025-03-10", "2025-03-10"), self.day)
                else:
                    with self.assertRaises(AccessError):
                        days.refresh(self.rep.ids, "2025-03-10", "2025-03-10")
        for error, words, *arguments in (
            (UserError, "The last day must not be before the first", self.rep.ids, "2025-03-11", "2025-03-10"),
            (UserError, "The last day must not be before the first", self.rep.ids, "2020-03-11", "2025-03-10"),
            (UserError, "“date_from” has to be a day", self.rep.ids, "soon", "2025-03-10"),
            (UserError, "“employees” has to be a list of numbers", ["Rob"], MONDAY, MONDAY),
            (AccessError, "the days of yourself and of those you lead", 7, MONDAY, MONDAY),
        ):
            with self.subTest(arguments), self.assertRaisesRegex(error, words):
                self.as_(self.leader, self.days).refresh(*arguments)
        with self.assertRaisesRegex(UserError, "that exist"):
            self.days.refresh([0, 999999999], MONDAY, MONDAY)
