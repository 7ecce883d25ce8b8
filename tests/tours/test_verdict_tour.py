from ..browser import BrowserCase
from ..conduct.common import ConductCommon


class TestVerdictTour(ConductCommon, BrowserCase):
    """A case on the screen: the employee is heard and appeals; two persons suspend."""

    def test_answer_and_appeal(self):
        """R046: Rob answers, reads the decision and appeals."""
        case = self._reported(description="Came at 08:40")
        self.tour("sales_office_employee_answers", self.rep)
        self.assertEqual(case.response, "The ferry was late.")
        self.as_(self.manager, case).action_decide("written_warning", 0, "Every week.")
        self.tour("sales_office_employee_appeals", self.rep)
        self.assertEqual((case.state, case.appeal), ("appealed", "It was once."))

    def test_two_persons(self):
        """R060: Max decides on a suspension, Diane confirms it."""
        self._close_past(self.rep_south, self._days_ago(400), sanction="suspension", occurrence=1)
        case = self._answered()
        self.tour("sales_office_first_person_decides", self.manager)
        self.assertEqual((case.state, case.first_decided_by_id), ("reported", self.manager.user_id))
        self.tour("sales_office_second_person_confirms", self.director)
        self.assertEqual(
            (case.state, case.sanction, case.decided_by_id, case.confirmed_by_id),
            ("decided", "suspension", self.manager.user_id, self.director.user_id),
        )
