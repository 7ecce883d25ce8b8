"""Bonuses on the commission statement."""

from odoo.exceptions import UserError

from ..common import APRIL, MARCH, CommissionCommon


class TestRewardStatement(CommissionCommon):
    def _bonus(self, employee=None, amount=500, day="2026-03-10", **values):
        return self.env["sales.office.reward"].create(
            {
                "employee_id": (employee or self.rep).id,
                "type_id": self.env.ref("sales_office_policy.reward_type_contract").id,
                "reason": "Won the fair.",
                "amount": amount,
                "date": day,
                "state": "approved",
                **values,
            }
        )

    def test_paid_with_the_statement(self):
        """R059: an approved bonus is a line of its own, and paid when the statement is."""
        self.invoice(self.rep, "2026-03-05", 1000)
        reward = self._bonus()
        statement = self.settle(MARCH, self.rep)
        self.assertEqual(self.figures(statement), [("commission", 1000, 50), ("reward", 0, 500)])
        self.assertEqual((statement.gross, statement.net), (550, 550))
        line = statement.line_ids[-1]
        self.assertEqual(line.name, "Bonus for a major contract")
        self.assertIn("Won the fair.", line.explanation)
        self.assertEqual(line.action_open_source()["res_id"], reward.id)
        self.assertEqual((reward.reward_open, reward.office_statement_id), (0, statement))
        self.lock(statement)
        self.assertEqual(reward.state, "approved")
        self.as_(self.finance, statement).action_pay()
        self.assertEqual((reward.state, reward.reward_open), ("paid", 0))
        self.assertEqual(self.figures(self.settle(APRIL, self.rep)), [("commission", 0, 0)])

    def test_computed_twice_is_one_line(self):
        """R059: the draft made anew has the bonus once."""
        self._bonus()
        self.settle(MARCH, self.rep)
        statement = self.settle(MARCH, self.rep)
        self.assertEqual(self.figures(statement), [("commission", 0, 0), ("reward", 0, 500)])

    def test_released_with_the_draft(self):
        """R059: deleting or reopening a statement sets the bonus free again."""
        reward = self._bonus()
        statement = self.settle(MARCH, self.rep)
        self.as_(self.director, statement).unlink()
        self.assertEqual((reward.reward_open, reward.office_statement_id.ids), (500, []))
        statement = self.settle(MARCH, self.rep)
        self.as_(self.finance, self.lock(statement)).action_reopen("Wrong.")
        self.assertEqual(self.figures(self.settle(MARCH, self.rep))[-1], ("reward", 0, 500))

    def test_too_late_for_a_statement_under_way(self):
        """R059: what is approved once the statement left its draft comes with the next one."""
        statement = self.settle(MARCH, self.rep)
        self.as_(self.finance, statement).action_submit()
        self._bonus()
        self.assertEqual(self.figures(self.settle(MARCH, self.rep)), [("commission", 0, 0)])
        self.assertEqual(self.figures(self.settle(APRIL, self.rep))[-1], ("reward", 0, 500))

    def test_what_is_no_open_bonus_is_left_out(self):
        """R059: proposals, refused ones, other kinds, later days, other people."""
        for values in (
            {"state": "proposed"},
            {"state": "refused"},
            {"state": "paid"},
            {"day": "2026-04-01"},
            {"employee": self.rep_south},
            {"type_id": self.env.ref("sales_office_policy.reward_type_welfare").id},
        ):
            self._bonus(**values)
        self.assertEqual(self.figures(self.settle(MARCH, self.rep)), [("commission", 0, 0)])

    def test_fines_are_capped_by_gross_with_bonuses(self):
        """R059 R134: 20 % of commission and bonus."""
        self._bonus(amount=1000)
        self.fine(self.rep, "2026-03-03", 300)
        statement = self.settle(MARCH, self.rep)
        self.assertEqual((statement.gross, statement.deductions, statement.carried_forward), (1000, 200, 100))

    def test_not_paid_twice(self):
        """R059: finance does not pay by hand what is on a statement; what was paid by hand is on none."""
        reward = self._bonus()
        statement = self.settle(MARCH, self.rep)
        with self.assertRaisesRegex(UserError, "paid with the statement"):
            self.as_(self.finance, reward).action_pay()
        self.as_(self.director, statement).unlink()
        self.as_(self.finance, reward).action_pay()
        self.assertEqual(self.figures(self.settle(MARCH, self.rep)), [("commission", 0, 0)])

    def _cancel(self, reward):
        reward.proposer_id = self.leader.user_id
        self.as_(self.manager, reward).action_cancel("The fair was cancelled.")

    def test_taken_back_after_it_was_paid(self):
        """R059: the next statement takes it off once, explained; the locked one stays as it is."""
        reward = self._bonus()
        march = self.lock(self.settle(MARCH, self.rep))
        self.as_(self.finance, march).action_pay()
        self._cancel(reward)
        self.assertEqual(reward.reward_open, -500)
        for _again in range(2):
            april = self.settle(APRIL, self.rep)
            self.assertEqual(self.figures(april), [("commission", 0, 0), ("correction", 0, -500)])
        line = april.line_ids[-1]
        self.assertIn("taken back", line.name)
        self.assertIn("The fair was cancelled.", line.explanation)
        self.assertEqual((march.net, reward.reward_open, reward.office_statement_id), (500, 0, april))
        self.as_(self.finance, self.lock(april)).action_pay()
        self.assertEqual(reward.state, "cancelled")

    def test_taken_back_before_it_was_paid(self):
        """R059: a draft computed anew forgets it."""
        reward = self._bonus()
        self.settle(MARCH, self.rep)
        self._cancel(reward)
        self.assertEqual(self.figures(self.settle(MARCH, self.rep)), [("commission", 0, 0)])
        self.assertEqual(reward.reward_open, 0)

    def test_taken_back_when_paid_by_hand(self):
        """R059: what no statement paid, no statement takes off."""
        reward = self._bonus()
        self.as_(self.finance, reward).action_pay()
        self._cancel(reward)
        self.assertEqual(self.figures(self.settle(MARCH, self.rep)), [("commission", 0, 0)])

    def test_who_left_is_paid_and_corrected(self):
        """R059: a bonus approved after the last period comes with a statement of its own; so does taking it back."""
        self.plan.sudo().member_ids.filtered(lambda m: m.employee_id == self.rep).date_to = "2026-03-31"
        reward = self._bonus(day="2026-04-02")
        april = self.settle(APRIL, self.rep)
        self.assertEqual(self.figures(april), [("reward", 0, 500)])
        self._cancel(reward)
        self.assertFalse(self.settle(APRIL, self.rep))

    def test_batch(self):
        """R059: bonuses of many people cost as many queries as those of one."""
        Settlement = self.env["sales.office.settlement"]
        everybody = self.rep | self.colleague | self.leader
        for employee in everybody:
            self._bonus(employee)
        self.env.flush_all()
        settling = Settlement._begin(self.plan, *MARCH, closed=self.env["hr.employee"])
        counts = []
        for some in (everybody, self.rep, everybody):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertEqual(len(list(Settlement._settle_rewards(settling._replace(leavers=some)))), len(some))
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])
