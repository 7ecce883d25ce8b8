"""Somebody is put out of a contest, and let in again."""

from odoo.exceptions import AccessError, UserError

from .contest_common import ContestCommon


class TestContestDisqualification(ContestCommon):
    def test_disqualified(self):
        """R126: put out by a superior with a reason, told to them; let in again; nobody decides about a rival."""
        self.invoice(self.rep, "2026-03-05", 900)
        contest = self.running()
        row = self.row(contest, self.rep)
        with self.assertRaisesRegex(UserError, "Say why"):
            self.as_(self.leader, row).action_disqualify(" ")
        for employee in (self.rep, self.colleague, self.leader_south, self.clerk, self.finance, self.director_valley):
            with self.subTest(employee.name), self.assertRaises(AccessError):
                self.as_(employee, row).action_disqualify("He cheats")
        self.as_(self.leader, row).action_disqualify("Split one order in two")
        with self.assertRaisesRegex(UserError, "Disqualified already"):
            self.as_(self.leader, row).action_disqualify("Again")
        self.assertEqual(self.standings(contest)[-1], (0, "Rob", 0))
        message = row.message_ids[:1]
        self.assertIn("Split one order in two", message.body)
        self.assertEqual(message.notified_partner_ids, self.rep.user_id.partner_id)
        self.as_(self.manager, row).action_reinstate("It was two orders")
        self.assertEqual(self.standings(contest)[0], (1, "Rob", 900))
        with self.assertRaisesRegex(UserError, "Not disqualified"):
            self.as_(self.manager, row).action_reinstate("Again")
        self.as_(self.manager, row).action_disqualify("It was one after all")
        self.close(contest)
        self.assertEqual((row.rank, row.exclusion), (0, "disqualified"))
        with self.assertRaisesRegex(UserError, "is Closed; this needs: Running"):
            self.as_(self.manager, row).action_reinstate("Too late")

    def test_rival_leader(self):
        """R126: a leader who competes puts nobody out, not even of their own team."""
        contest = self.running(with_leaders=True)
        with self.assertRaisesRegex(AccessError, "take part"):
            self.as_(self.leader, self.row(contest, self.rep)).action_disqualify("Ahead of me")
        self.as_(self.manager, self.row(contest, self.leader)).action_disqualify("Ahead of all")

    def test_dialog(self):
        """R126: the dialog asks for the reason and does what the button does."""
        contest = self.running()
        row = self.row(contest, self.rep)
        for operation in ("disqualify", "reinstate"):
            self.say_why(self.leader, row, operation, "So")
        self.assertFalse(row.disqualified_at)
        with self.assertRaises(AccessError):
            self.say_why(self.leader, self.row(contest, self.rep_south), "disqualify", "So")
        with self.assertRaises(AccessError):
            self.say_why(self.leader, contest, "withdraw", "So")
        self.say_why(self.manager, contest, "withdraw", "So")
        self.assertEqual(contest.state, "draft")
