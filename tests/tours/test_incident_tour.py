from ..browser import BrowserCase
from ..conduct.common import ConductCommon


class TestIncidentTour(ConductCommon, BrowserCase):
    """Lea writes up an incident on her telephone."""

    browser_size = "375x667"
    touch_enabled = True

    def test_leader_reports(self):
        """R046: two people, one incident, a few taps."""
        self.tour(
            "sales_office_leader_reports_on_a_phone",
            self.leader,
            action="sales_office_incident_report_action",
        )
        cases = self.Violation.search([("type_id", "=", self.type.id)])
        self.assertEqual(cases.employee_id, self.rep | self.colleague)
        self.assertEqual(cases.mapped("state"), ["reported"] * 2)
        self.assertEqual(len(set(cases.mapped("incident"))), 1)
