from datetime import timedelta

from odoo import fields

from ..browser import BrowserCase
from ..conduct.common import ConductCommon


class TriageTourCommon(ConductCommon, BrowserCase):
    def _suspect_absences(self, people, days):
        """Return the suspicions that these people were absent on so many working days before today."""
        self.company.sales_office_day_since = "2025-01-01"
        check = self.env.ref("sales_office_policy.check_absence")
        last = fields.Date.today() - timedelta(days=2)
        first = last
        while sum((first + timedelta(days=number)).weekday() < 5 for number in range((last - first).days + 1)) < days:
            first -= timedelta(days=1)
        check.write({"mode": "suspect", "enforced_from": first})
        return check.run(first, last, employees=people)


class TestTriageTour(TriageTourCommon):
    """Max goes through what checks found."""

    def test_twenty_four(self):
        """R046: 24 suspicions reported, dismissed and waived one by one with at most 30 clicks and keys."""
        cases = self._suspect_absences(self.rep | self.colleague | self.rep_south | self.leader_south, 6)
        self.assertEqual(len(cases), 24)
        self.tour("sales_office_triage_by_keys", self.manager)
        self.assertEqual(len(cases.filtered(lambda case: case.state == "reported")), 14)
        withdrawn = cases.filtered("is_withdrawn")
        self.assertEqual(len(withdrawn), 3)
        dismissed = cases.filtered(lambda case: case.state == "dismissed") - withdrawn
        self.assertEqual((len(dismissed), set(dismissed.mapped("reason"))), (7, {"Cleared up in a talk"}))

    def test_list(self):
        """R046: in the list of cases all are dismissed with one reason."""
        cases = self.Violation.union(*map(self._create_case, (self.rep, self.colleague, self.rep_south)))
        self.tour("sales_office_cases_in_bulk", self.manager, action="sales_office_violation_action")
        self.assertEqual(set(cases.mapped("reason")), {"Cleared up in a talk"})


class TestTriagePhone(TriageTourCommon):
    """The same on a telephone."""

    browser_size = "375x667"
    touch_enabled = True

    def test_phone(self):
        """R046: one is reported, one waived, by six taps."""
        cases = self._suspect_absences(self.rep, 2)
        self.tour("sales_office_triage_on_a_phone", self.leader)
        self.assertEqual(sorted(cases.mapped("state")), ["dismissed", "reported"])
