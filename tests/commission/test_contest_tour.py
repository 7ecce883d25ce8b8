from odoo.tests import HttpCase

from .contest_common import ContestCommon


class TestContestTour(ContestCommon, HttpCase):
    """What manager and rep do on the screen, each as himself in a real browser."""

    def test_started_and_followed(self):
        """R126: the manager writes a contest down and starts it, the rep finds it on Today and sees the standings."""
        self.env.flush_all()
        self.start_tour(
            "/odoo/action-sales_office_policy.sales_office_contest_action",
            "sales_office_manager_starts_contest",
            login=self.manager.user_id.login,
        )
        contest = self.env["sales.office.contest"].search([("name", "=", "Spring Sprint")])
        self.assertEqual((contest.state, contest.prize_ids.amount), ("running", 500))
        self.start_tour(
            "/odoo/action-sales_office_policy.sales_office_today_action",
            "sales_office_rep_follows_contest",
            login=self.rep.user_id.login,
        )
