"""How the ranking is frozen: ties, who is left out, prizes, who may close, and when."""

from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from .contest_common import AFTER, DURING, ContestCommon


class TestContestClosing(ContestCommon):
    def test_ranking(self):
        """R126: 300 and 200 are first and second; nothing sold is a rank but wins nothing."""
        self.invoice(self.rep, "2026-03-05", 200)
        self.invoice(self.rep_south, "2026-03-05", 300)
        contest = self.closed()
        self.assertEqual(self.ranking(contest), {"Ray": (1, 600), "Rob": (2, 300), "Ann": (3, 0)})
        self.assertEqual((contest.state, contest.closed_by_id), ("closed", self.manager.user_id))
        self.assertEqual(self.standings(contest), [(1, "Ray", 300), (2, "Rob", 200), (3, "Ann", 0)])
        self.assertEqual(contest.winners, "Ray")

    def test_tie_shares(self):
        """R126: Rob and Ann tie in front: (600 + 300.01) / 2 = 450.005, so 450.01 for Ann, listed first, and 450.00."""
        for employee, amount in ((self.rep, 500), (self.colleague, 500), (self.rep_south, 100)):
            self.invoice(employee, "2026-03-05", amount)
        contest = self.closed(prizes=(600, 300.01, 100))
        self.assertEqual(self.ranking(contest), {"Ann": (1, 450.01), "Rob": (1, 450), "Ray": (3, 100)})
        self.assertEqual(sum(contest.participant_ids.mapped("prize_amount")), 1000.01)
        self.assertEqual(contest.winners, "Ann, Rob")

    def test_tie_gets_the_better_prize(self):
        """R126: or both have the first prize, and the third keeps the third."""
        for employee, amount in ((self.rep, 500), (self.colleague, 500), (self.rep_south, 100)):
            self.invoice(employee, "2026-03-05", amount)
        contest = self.closed(tie_mode="best")
        self.assertEqual(self.ranking(contest), {"Rob": (1, 600), "Ann": (1, 600), "Ray": (3, 100)})

    def test_nobody(self):
        """R126: nobody sold, or everybody is out: the contest closes without a winner and without a prize."""
        contest = self.closed()
        self.assertEqual(self.ranking(contest), {"Ann": (1, 0), "Ray": (1, 0), "Rob": (1, 0)})
        self.assertFalse(contest.winners)
        contest = self.running()
        self.invoice(self.rep, "2026-03-05", 100)
        self.as_(self.manager, contest.participant_ids).action_disqualify("All of them")
        self.close(contest)
        self.assertEqual(self.ranking(contest), {"Ann": (0, 0), "Ray": (0, 0), "Rob": (0, 0)})
        self.assertFalse(contest.winners)

    def test_less_than_nothing(self):
        """R126: who took back 100 is behind those who sold nothing, and wins nothing either."""
        self.refund(self.rep, "2026-03-05", 100)
        contest = self.closed()
        self.assertEqual(self.ranking(contest), {"Ann": (1, 0), "Ray": (1, 0), "Rob": (3, 0)})

    def test_teams(self):
        """R126: North has 300 + 100, South 350. North's 100.01 is shared by Ann and Rob: 50.01 and 50.00."""
        for employee, amount in ((self.rep, 300), (self.colleague, 100), (self.rep_south, 350)):
            self.invoice(employee, "2026-03-05", amount)
        contest = self.running(mode="team", prizes=(100.01,))
        self.assertEqual(self.standings(contest), [(1, "North", 400), (2, "South", 350)])
        self.close(contest)
        self.assertEqual(self.ranking(contest), {"Ann": (1, 50.01), "Rob": (1, 50), "Ray": (2, 0)})
        self.assertEqual(self.standings(contest), [(1, "North", 400), (2, "South", 350)])
        self.assertEqual(contest.winners, "North")

    def test_team_without_who_is_left_out(self):
        """R126: what a disqualified member sold is taken off their team, and they share no prize."""
        for employee, amount in ((self.rep, 300), (self.colleague, 100), (self.rep_south, 350)):
            self.invoice(employee, "2026-03-05", amount)
        contest = self.running(mode="team", prizes=(100, 60))
        self.as_(self.manager, self.row(contest, self.rep)).action_disqualify("Sold to himself")
        self.assertEqual(self.standings(contest), [(1, "South", 350), (2, "North", 100)])
        self.close(contest)
        self.assertEqual(self.ranking(contest), {"Rob": (0, 0), "Ann": (2, 60), "Ray": (1, 100)})

    def test_honours_and_welfare(self):
        """R126: badges and good things go to the place; of those who tie each gets those of the better place."""
        badge = self.env.ref("sales_office_policy.badge_contest_winner")
        for employee, amount in ((self.rep, 500), (self.colleague, 500), (self.rep_south, 100)):
            self.invoice(employee, "2026-03-05", amount)
        prizes = [
            {"place": 1, "kind": "honour", "badge_id": badge.id},
            {"place": 2, "kind": "welfare", "text": "Lunch"},
            {"place": 3, "kind": "welfare", "text": "A day off"},
        ]
        contest = self.closed(prize_ids=[Command.create(values) for values in prizes])
        won = {p.employee_id.name: p.prize_ids.mapped("description") for p in contest.participant_ids}
        self.assertEqual(won, {"Rob": [badge.name], "Ann": [badge.name], "Ray": ["A day off"]})
        owners = self.env["gamification.badge.user"].search([("badge_id", "=", badge.id)])
        self.assertEqual(owners.user_id, (self.rep | self.colleague).user_id)
        self.assertEqual(set(owners.mapped("comment")), {"Spring Sprint"})

    def test_who_closes(self):
        """R126: nobody who takes part freezes the ranking, nor who leads only some of the participants."""
        contest = self.running(with_leaders=True)
        with freeze_time(AFTER):
            for employee in (self.leader, self.rep, self.clerk, self.finance, self.director_valley):
                with self.subTest(employee.name), self.assertRaises(AccessError):
                    self.as_(employee, contest).action_close()
        self.manager.department_id = self.retail
        with freeze_time(DURING):
            own = self.draft(with_leaders=True)
            self.as_(self.director, own).action_start()
        with freeze_time(AFTER), self.assertRaisesRegex(AccessError, "take part"):
            self.as_(self.manager, own).action_close()
        self.close(own, by=self.director)
        self.assertEqual(own.closed_by_id, self.director.user_id)

    def test_when(self):
        """R126: not before the period is over, and once."""
        contest = self.running()
        with freeze_time("2026-03-31 10:00:00"), self.assertRaisesRegex(UserError, "not over"):
            self.as_(self.manager, contest).action_close()
        with freeze_time("2026-04-01 02:00:00"):
            self.as_(self.manager, contest).action_close()
        with self.assertRaisesRegex(UserError, "is Closed; this needs: Running"):
            self.close(contest)
        with self.assertRaisesRegex(UserError, "is Draft; this needs: Running"):
            self.close(self.draft())

    def cron(self, day):
        with (
            freeze_time(f"{day} 02:00:00"),
            patch.object(type(self.env["ir.cron"]), "_commit_progress", lambda *args, **kwargs: 60),
        ):
            self.env["sales.office.contest"]._cron_close()

    def test_cron(self):
        """R126: five days to settle: closed by itself on 6 April, and only where the room is on."""
        contest = self.running()
        self.cron("2026-04-05")
        self.assertEqual(contest.state, "running")
        self.company.sales_office_room_ids -= self.env.ref("sales_office_policy.room_commission")
        self.cron("2026-04-06")
        self.assertEqual(contest.state, "running")
        self.company.sales_office_room_ids |= self.env.ref("sales_office_policy.room_commission")
        self.cron("2026-04-06")
        self.assertEqual(contest.state, "closed")
        self.cron("2026-04-07")

    def test_frozen(self):
        """R126: books changed after the close change no rank and no prize; the manager sees what they changed."""
        self.invoice(self.rep, "2026-03-05", 200)
        self.invoice(self.rep_south, "2026-03-05", 300)
        contest = self.closed()
        self.assertFalse(self.as_(self.manager, contest).has_difference)
        self.refund(self.rep_south, "2026-03-20", 250)
        self.env.invalidate_all()
        self.assertEqual(self.ranking(contest), {"Ray": (1, 600), "Rob": (2, 300), "Ann": (3, 0)})
        self.assertEqual(self.standings(contest)[0], (1, "Ray", 300))
        row = self.as_(self.manager, self.row(contest, self.rep_south))
        self.assertEqual((row.value, row.current_value, row.difference, row.current_rank), (300, 50, -250, 2))
        self.assertTrue(self.as_(self.manager, contest).has_difference)
        self.assertFalse(self.as_(self.rep, contest).has_difference)

    def test_announced(self):
        """R126: the participants are told who won."""
        self.invoice(self.rep, "2026-03-05", 900)
        contest = self.closed()
        told = self.env["mail.message"].search([("model", "=", contest._name), ("res_id", "=", contest.id)])
        result = told.filtered(lambda m: "Won by" in m.body)
        self.assertIn("Rob", result.body)
        self.assertEqual(result.notified_partner_ids, contest.participant_ids.user_id.partner_id)

    def test_batch(self):
        """R126: closing costs as many queries for twelve participants as for three, but for their e-mails."""

        def freeze(contest):
            contest = contest.sudo()
            participants = contest._get_participants()
            contest._give_prizes(participants, contest._freeze(participants))
            self.env.flush_all()

        for number, employee in enumerate((self.rep, self.colleague, self.rep_south)):
            self.invoice(employee, "2026-03-05", 50 + number)
        warm, few = (self.running(minimum_attendance=50, prizes=(600,)) for _twice in range(2))
        for number in range(9):
            employee = self._create_member(f"Extra {number}", f"extra_{number}", self.south, "representative")
            self.invoice(employee, "2026-03-05", 100 + number % 5)
        many = self.running(minimum_attendance=50, prizes=(600,))
        counts = []
        for contest in (warm, few, many):  # the first one warms the caches
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            freeze(contest)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(len(many.participant_ids), 12)
        self.assertLessEqual(counts[2], counts[1])
