from datetime import datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError

from ..common import CustodyCommon


@freeze_time("2025-03-04 02:00:00")  # Tuesday 10:00 in Shanghai, due at 09:00 UTC
class TestExtension(CustodyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.loan = cls._as(cls.clerk, cls.contract).action_hand_out(cls.rep).sudo()

    def extend(self, employee=None, due_at="2025-03-05 09:00:00", reason="Signing abroad", loan=None):
        self.as_(employee or self.leader, loan or self.loan).action_extend(due_at, reason)

    def test_by_who_leads_the_borrower(self):
        """R017: only a manager above the borrower lets them keep it longer; the reason stays."""
        for employee in (self.rep, self.colleague, self.clerk, self.leader_south, self.policy_admin):
            with self.subTest(employee.name), self.assertRaises(AccessError):
                self.extend(employee)
        self.extend()
        self.assertEqual(self.loan.due_at, datetime(2025, 3, 5, 9))
        self.assertEqual(self.contract.due_at, datetime(2025, 3, 5, 9))
        self.assertEqual(self.loan.extended_by_id, self.leader.user_id)
        self.assertIn("Signing abroad", self.loan.message_ids[:1].body)
        event = self.contract.event_ids.sorted()[0]
        self.assertEqual((event.kind, event.recorded_by_id), ("extended", self.leader.user_id))
        self.extend(self.director, due_at=datetime(2025, 3, 6, 9))
        self.assertEqual(self.loan.due_at, datetime(2025, 3, 6, 9))

    def test_never_to_the_past(self):
        for due_at in ("2025-03-04 01:00:00", "2025-03-04 08:00:00", "2025-03-04 09:00:00"):
            with self.subTest(due_at=due_at), self.assertRaisesRegex(UserError, "still to come"):
                self.extend(due_at=due_at)
        with freeze_time("2025-03-05 02:00:00"), self.assertRaisesRegex(UserError, "still to come"):
            self.extend(due_at="2025-03-04 10:00:00")

    def test_ends_on_a_working_day(self):
        """R017: somebody has to be there to take it back; a make-up day is a working day."""
        for due_at in ("2025-03-08 04:00:00", "2025-03-07 17:00:00"):  # Saturday, where it is kept
            with self.subTest(due_at=due_at), self.assertRaisesRegex(UserError, "nobody works then where it is kept"):
                self.extend(due_at=due_at)
        self.env["sales.office.makeup.day"].create(
            {"date": "2025-03-08", "weekday": "4", "company_id": self.company.id, "name": "For Qingming"}
        )
        self.extend(due_at="2025-03-08 04:00:00")
        self.assertEqual(self.loan.due_at, datetime(2025, 3, 8, 4))

    def test_midnight_ends_the_day(self):
        """R017: until midnight of Friday is Friday, until that of Sunday no working day."""
        with self.assertRaisesRegex(UserError, "nobody works then where it is kept"):
            self.extend(due_at="2025-03-09 16:00:00")
        self.extend(due_at="2025-03-07 16:00:00")
        self.assertEqual(str(self.loan.due_on), "2025-03-07")

    def test_needs_a_reason(self):
        with self.assertRaisesRegex(UserError, "reason"):
            self.extend(reason=" ")

    def test_only_where_the_category_allows(self):
        """R017: record books are back every evening."""
        loan = self.hand_out(self.book, self.rep)
        with self.assertRaisesRegex(UserError, "loans of Record Books are not extended"):
            self.extend(loan=loan)
        self.assertFalse(self.as_(self.leader, loan).can_extend)
        self.assertTrue(self.as_(self.leader, self.loan).can_extend)
        self.assertFalse(self.as_(self.rep, self.loan).can_extend)

    def test_only_while_lent(self):
        self.take_back(self.contract)
        with self.assertRaisesRegex(UserError, "not with Rob any more"):
            self.extend()

    def test_nobody_extends_his_own(self):
        loan = self.hand_out(self.seal, self.leader)
        self.seal.category_id.may_extend = True
        with self.assertRaises(AccessError):
            self.extend(self.leader, loan=loan)
        self.extend(self.manager, loan=loan)
        self.assertEqual(loan.due_at, datetime(2025, 3, 5, 9))

    def test_dialog(self):
        dialog = (
            self.as_(self.leader, self.env["sales.office.document.handling"])
            .with_context(active_model=self.loan._name, active_ids=self.loan.ids, default_operation="extend")
            .create({"due_at": "2025-03-05 09:00:00", "reason": "Signing"})
        )
        dialog.action_confirm()
        self.assertEqual(self.loan.due_at, datetime(2025, 3, 5, 9))
