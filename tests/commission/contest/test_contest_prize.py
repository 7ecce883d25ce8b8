"""Money won in a contest, on the statement."""

from freezegun import freeze_time

from odoo.exceptions import AccessError

from ..common import APRIL, MARCH
from .contest_common import AFTER, ContestCommon


@freeze_time(AFTER)
class TestContestPrize(ContestCommon):
    def won(self, **values):
        """Return Rob's row: he sold 1,000.00 and won 600.00, Ray 300.00 for 500.00."""
        self.invoice(self.rep, "2026-03-05", 1000)
        self.invoice(self.rep_south, "2026-03-05", 500)
        return self.row(self.closed(**values), self.rep)

    def test_on_the_statement(self):
        """R126: 5 % of 1,000.00 and the prize of 600.00 as a line of its own, explained."""
        row = self.won()
        statement = self.settle(MARCH, self.rep)
        self.assertEqual(self.figures(statement), [("commission", 1000, 50), ("prize", 0, 600)])
        self.assertEqual((statement.gross, statement.net), (650, 650))
        line = statement.line_ids[-1]
        self.assertEqual(line.name, "Spring Sprint")
        self.assertEqual(line.explanation, "Place 1 in the contest Spring Sprint: 600.00")
        self.assertEqual((row.prize_open, row.office_statement_id), (0, statement))
        with self.assertRaises(AccessError):  # a draft is not shown to whom it is about
            self.as_(self.rep, line).action_open_source()
        self.as_(self.finance, statement).action_submit()
        for employee in (self.rep, self.finance, self.director):
            action = self.as_(employee, line).action_open_source()
            self.as_(employee, row.contest_id).check_access("read")
            self.assertEqual(action["res_id"], row.contest_id.id)

    def test_exactly_once(self):
        """R126: computed again, in the next month, or by another plan: once."""
        row = self.won()
        for _twice in range(2):
            statement = self.settle(MARCH, self.rep)
        self.assertEqual(self.figures(statement)[-1], ("prize", 0, 600))
        self.assertEqual(self.figures(self.settle(APRIL, self.rep)), [("commission", 0, 0)])
        other = self._create_plan("Bonus", self.rep)
        self.as_(self.director, other).action_approve()
        self.assertEqual(self.figures(self.settle(MARCH, self.rep, plan=other)), [("commission", 1000, 50)])
        self.assertEqual(len(row.office_statement_line_ids), 1)

    def test_released_with_the_draft(self):
        """R126: deleting or reopening a statement sets the prize free again."""
        row = self.won()
        statement = self.settle(MARCH, self.rep)
        self.as_(self.director, statement).unlink()
        self.assertEqual((row.prize_open, row.office_statement_id.ids), (600, []))
        statement = self.settle(MARCH, self.rep)
        self.as_(self.finance, self.lock(statement)).action_reopen("Wrong.")
        self.assertEqual(self.figures(self.settle(MARCH, self.rep))[-1], ("prize", 0, 600))

    def test_too_late_for_a_statement_under_way(self):
        """R126: closed once March's statement left its draft, the prize comes with April's."""
        self.invoice(self.rep, "2026-03-05", 1000)
        contest = self.running()
        statement = self.settle(MARCH, self.rep)
        self.as_(self.finance, statement).action_submit()
        self.close(contest)
        self.assertEqual(self.figures(self.settle(MARCH, self.rep)), [("commission", 1000, 50)])
        self.assertEqual(self.figures(self.settle(APRIL, self.rep))[-1], ("prize", 0, 600))

    def test_not_before_its_period_is_over(self):
        """R126: a prize of March is not paid with February."""
        row = self.won()
        february = ("2026-02-01", "2026-02-28")
        self.assertEqual(self.figures(self.settle(february, self.rep)), [("commission", 0, 0)])
        self.assertEqual(row.prize_open, 600)

    def test_leaver(self):
        """R126: who left the plan and the company before their statement still gets what they won."""
        row = self.won()
        self.plan.member_ids.filtered(lambda m: m.employee_id == self.rep).sudo().date_to = "2026-02-28"
        self.rep.active = False
        self.assertEqual(self.figures(self.settle(APRIL, self.rep)), [("prize", 0, 600)])
        self.assertEqual(row.prize_open, 0)

    def test_not_in_the_plan(self):
        """R126: Ray is in no plan: his prize stays open, and is found in the list."""
        row = self.won()
        self.settle(MARCH)
        open_rows = self.as_(self.manager, row.search([("prize_open", ">", 0)]))
        self.assertEqual(open_rows.sudo().employee_id, self.rep_south)

    def test_running_contest(self):
        """R126: nothing is paid before the ranking is frozen."""
        self.invoice(self.rep, "2026-03-05", 1000)
        self.running()
        self.assertEqual(self.figures(self.settle(MARCH, self.rep)), [("commission", 1000, 50)])

    def test_fines_are_capped_by_gross_with_prizes(self):
        """R126 R134: 20 % of 50.00 and 600.00 is 130.00."""
        self.won()
        self.fine(self.rep, "2026-03-03", 300)
        statement = self.settle(MARCH, self.rep)
        self.assertEqual((statement.gross, statement.deductions, statement.carried_forward), (650, 130, 170))

    def test_other_company(self):
        """R126: a prize is paid by a plan of its own company."""
        self.won()
        self._load_chart_of_accounts(self.company_valley)
        plan = self._create_plan("Valley", self.rep_valley)
        self.as_(self.director_valley, plan).action_approve()
        self.assertEqual(self.figures(self.settle(MARCH, plan=plan)), [("commission", 0, 0)])

    def test_batch(self):
        """R126: prizes of many people cost as many queries as that of one."""
        contest = self.won(prizes=(600, 300, 100)).contest_id
        winners = contest.participant_ids.filtered("prize_amount").employee_id
        Settlement = self.env["sales.office.settlement"]
        settling = Settlement._begin(self.plan, *MARCH, closed=self.env["hr.employee"])
        counts = []
        for some in (winners, winners[:1], winners):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertEqual(len(list(Settlement._settle_prizes(settling._replace(leavers=some)))), len(some))
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])
