from datetime import datetime, timedelta

from ...browser import BrowserCase
from .work_report_common import WorkReportCommon


class TestWorkReportTour(WorkReportCommon, BrowserCase):
    """What rep and leader do on the screen, each as themselves in a real browser."""

    def test_report_written_and_answered(self):
        """R052 R106: the rep writes and hands in their report from Today, the leader answers it from theirs."""
        now = datetime.now().replace(microsecond=0)  # the browser's clock is the real one
        today = now.date()
        report = self.write_report(
            self.rep, today, office_deadline=now + timedelta(hours=3), deadline=now + timedelta(hours=3)
        )
        report.new_leads = 1
        self.tour("sales_office_rep_writes_report", self.rep)
        self.assertEqual((report.state, report.plan), ("submitted", "The offer for the annual meeting."))
        self.tour("sales_office_leader_answers_report", self.leader)
        self.assertEqual((report.state, report.answer), ("answered", "You get it tomorrow."))
        self.assertEqual(report.answered_by_id, self.leader.user_id)
