from ..browser import BrowserCase
from .register_common import RegisterCommon


class TestRegisterTour(RegisterCommon, BrowserCase):
    """What people do on the screen, each as themselves in a real browser."""

    def test_visitor_in_and_out(self):
        """R020 R031: the clerk notes a visitor and signs them in and out, one click each."""
        self.tour("sales_office_visitor_in_and_out", self.clerk)
        visitor = self.visitors.search([("company_id", "=", self.company.id)])
        self.assertEqual((visitor.state, visitor.employee_id, visitor.badge), ("left", self.rep, "7"))

    def test_letter_written_read_sent_and_filed(self):
        """R032: a rep writes, the clerk proofreads, the leader releases, the clerk sends and files."""
        self.tour("sales_office_letter_written", self.rep)
        self.tour("sales_office_letter_proofread", self.clerk)
        self.tour("sales_office_letter_reviewed", self.leader)
        self.tour("sales_office_letter_sent_and_filed", self.clerk)
        letter = self.letters.search([("company_id", "=", self.company.id)])
        self.assertEqual((letter.state, letter.finished_by_id), ("sent", self.clerk.user_id))
        self.assertEqual(letter.document_id.correspondence_count, 1)
