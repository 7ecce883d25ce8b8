from ..browser import BrowserCase
from ..conduct.common import ConductCommon


class TestIncidentTour(ConductCommon, BrowserCase):
    """An incident is told on a telephone, from Today in five taps."""

    browser_size = "375x667"
    touch_enabled = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.type.sequence = 0  # among the kinds that are one tap

    def _get_cases(self):
        return self.Violation.search([("type_id", "=", self.type.id)])

    def test_five_taps(self):
        """R046: plus, incident, who, what, report."""
        self.tour("sales_office_leader_reports_in_five_taps", self.leader)
        cases = self._get_cases()
        self.assertEqual((cases.employee_id, cases.state), (self.rep, "reported"))
        self.assertRegex(cases.description, r"Napping, seen at \d+:\d\d")

    def test_five_taps_in_confidence(self):
        """R046: who tells in confidence writes what they saw, with no more taps."""
        self.tour("sales_office_colleague_tells_in_five_taps", self.colleague)
        cases = self._get_cases()
        self.assertEqual((cases.employee_id, cases.state, cases.reporter_id.id), (self.rep, "suspected", False))
        self.assertEqual(cases.description, "Asleep in the store room.")

    def test_somebody_else(self):
        """R046: who is not among those proposed is searched for; one incident, a case each, told in confidence."""
        self.tour(
            "sales_office_leader_reports_on_a_phone",
            self.leader,
            action="sales_office_incident_report_action",
        )
        cases = self._get_cases()
        self.assertEqual(cases.employee_id, self.rep | self.rep_south)
        self.assertEqual(cases.mapped("state"), ["suspected"] * 2)
        self.assertEqual(len(set(cases.mapped("incident"))), 1)
