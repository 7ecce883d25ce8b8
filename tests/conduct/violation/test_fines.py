"""What a company puts in the place of fines: nothing, points, a training."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError

from ..common import ConductCommon


class TestFines(ConductCommon):
    def _second(self, **values):
        """Return an answered case that the ladder has a fine for."""
        self._close_past(self.rep, self._days_ago(5))
        return self._answered(**values)

    def _proposal(self, case):
        return case.proposed_sanction, case.proposed_fine_amount, case.proposed_points, case.proposed_training

    def test_one_setting_two_names(self):
        """R136: the switch and the choice agree, whichever is set."""
        company = self.company
        company.sales_office_fines_enabled = False
        self.assertEqual(company.sales_office_fine_replacement, "points")
        company.sales_office_fine_replacement = "training"
        self.assertFalse(company.sales_office_fines_enabled)
        company.sales_office_fines_enabled = True
        self.assertEqual(company.sales_office_fine_replacement, "fine")
        company.sales_office_fine_replacement = "training"
        self.assertFalse(company.sales_office_fines_enabled)
        company.sales_office_fine_replacement = "fine"
        self.assertTrue(company.sales_office_fines_enabled)

    def test_proposals(self):
        """R060: a ladder's fine, in the company's way."""
        case = self._second()
        self.assertEqual(self._proposal(case), ("fine", 50, 2, False))
        self.company.sales_office_fine_replacement = "points"
        self.assertEqual(self._proposal(case), ("warning", 0, 2, False))
        self.company.sales_office_fine_replacement = "training"
        self.assertEqual(self._proposal(case), ("written_warning", 0, 2, True))

    def test_what_is_no_fine_stays(self):
        self.company.sales_office_fine_replacement = "training"
        self.assertEqual(self._proposal(self._answered()), ("warning", 0, 1, False))

    def test_training_is_due_once_the_case_is_closed(self):
        """R060: a training instead of a fine is something to do, after the decision is final."""
        self.company.sales_office_fine_replacement = "training"
        case = self._second()
        self.as_(self.manager, case).action_decide("written_warning")
        self.assertTrue(case.training)
        self.assertFalse(case.training_due)
        self.as_(self.rep, case).action_accept()
        self.assertGreater(case.training_due, fields.Date.today() + timedelta(days=20))
        activity = case.activity_ids
        self.assertEqual((activity.user_id, activity.date_deadline), (self.rep.user_id, case.training_due))
        for stranger in (self.rep, self.leader_south, self.colleague):
            with self.assertRaises(AccessError):
                self.as_(stranger, case).action_confirm_training()
        self.as_(self.leader, case).action_confirm_training()
        self.assertTrue(case.training_attended_on)
        self.assertFalse(case.activity_ids)
        with self.assertRaisesRegex(UserError, "There is no training to confirm"):
            self.as_(self.leader, case).action_confirm_training()

    def test_another_decision_has_no_training(self):
        self.company.sales_office_fine_replacement = "training"
        case = self._second()
        self.as_(self.manager, case).action_decide("warning", 0, "First time it hurt.")
        self.as_(self.rep, case).action_accept()
        self.assertFalse(case.training or case.training_due or case.activity_ids)

    def test_an_appeal_takes_the_training_away(self):
        self.company.sales_office_fine_replacement = "training"
        for outcome in ("reduced", "dismissed", "upheld"):
            case = self._second()
            self.as_(self.manager, case).action_decide("written_warning")
            self.as_(self.rep, case).action_appeal("No.")
            judge = self.as_(self.director, case)
            if outcome == "dismissed":
                judge.action_dismiss("True.")
            else:
                judge.action_decide("warning" if outcome == "reduced" else "written_warning", 0, "Well.")
            with self.subTest(outcome=outcome):
                self.assertEqual(case.training, outcome == "upheld")

    def test_by_hand(self):
        case = self._answered()
        with self.assertRaises(AccessError):
            self.as_(self.manager, case).write({"training_attended_on": fields.Date.today()})
        with self.assertRaises(AccessError):
            self.as_(self.leader, self.Violation).create(
                {"employee_id": self.rep.id, "type_id": self.type.id, "description": "?", "training": True}
            )

    def test_a_fine_decided_before_they_were_switched_off(self):
        """R060: it stands, may be upheld or lifted on appeal, and closes; no statement deducts it any more."""
        case = self._second()
        self.as_(self.manager, case).action_decide("fine", 50)
        self.company.sales_office_fines_enabled = False
        self.as_(self.rep, case).action_appeal("No.")
        self.as_(self.director, case).action_decide("warning", 0, "Fines are over.")
        self.as_(self.rep, case).action_accept()
        self.assertEqual((case.state, case.fine_amount), ("closed", 0))
        later = self._decided(sanction="warning")
        self.as_(self.rep, later).action_accept()
        self.assertEqual(later.state, "closed")
