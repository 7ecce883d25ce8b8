from ...browser import BrowserCase
from .contest_common import ContestCommon


class TestContestTour(ContestCommon, BrowserCase):
    """What manager and rep do on the screen, each as themselves in a real browser."""

    def test_started_and_followed(self):
        """R126: the manager writes a contest down and starts it, the rep finds it on Today and sees the standings."""
        self.tour(
            "sales_office_manager_starts_contest",
            self.manager,
            action="sales_office_contest_action",
        )
        contest = self.env["sales.office.contest"].search([("name", "=", "Spring Sprint")])
        self.assertEqual((contest.state, contest.prize_ids.amount), ("running", 500))
        self.tour("sales_office_rep_follows_contest", self.rep)
