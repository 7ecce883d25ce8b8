"""What posts do first on a phone that other tours show on a desktop only, and what takes one click on both."""

from datetime import timedelta

from odoo import fields
from odoo.fields import Command

from ..browser import BrowserCase
from ..commission.common import MARCH, CommissionCommon
from ..customer.complaint.common import ComplaintCommon


class PhoneCase(BrowserCase):
    browser_size = "375x667"
    touch_enabled = True


class TestSignInTour(BrowserCase):
    def test_one_click(self):
        """R003 R088: a rep signs in to a meeting from Today with one click."""
        now = fields.Datetime.now()
        meeting = self.env["sales.office.meeting"].create(
            {
                "name": "Tour meeting",
                "department_id": self.north.id,
                "start": now + timedelta(minutes=10),
                "stop": now + timedelta(minutes=30),
                "attendance_ids": [Command.create({"employee_id": one.id}) for one in (self.leader, self.rep)],
            }
        )
        self.tour("sales_office_rep_signs_in_with_one_click", self.rep)
        row = meeting.attendance_ids.filtered(lambda row: row.employee_id == self.rep)
        self.assertEqual(row.state, "present")


class TestSignInOnAPhone(TestSignInTour, PhoneCase):
    """The same on a phone."""


class TestDirectorOnAPhone(CommissionCommon, PhoneCase):
    def test_approves(self):
        """R088 R134 R137: a director approves a statement in its card, which is told once the page is left, and opens
        the company."""
        self.invoice(self.rep, "2026-03-10", 10000)
        statement = self.settle(MARCH, self.rep)
        self.as_(self.finance, statement).action_submit()
        self.as_(self.rep, statement).action_confirm()
        self.tour("sales_office_director_approves_from_today", self.director)
        self.assertEqual((statement.state, statement.approved_by_id), ("approved", self.director.user_id))


class TestClerkOnAPhone(PhoneCase):
    def test_visitor(self):
        """R020 R031 R088: a clerk signs a visitor out with one tap on the board."""
        visitor = self.env["sales.office.visitor"].create({"name": "Wang Fang", "employee_id": self.rep.id})
        visitor.action_sign_in()
        self.tour("sales_office_clerk_signs_a_visitor_out", self.clerk)
        self.assertEqual(visitor.state, "left")


class TestRelationsOnAPhone(ComplaintCommon, PhoneCase):
    def test_complaint(self):
        """R051 R088: customer relations open what waits on Today and acknowledge it."""
        complaint = self.complain()
        self.tour("sales_office_relations_acknowledge_a_complaint", self.relations)
        self.assertEqual(complaint.state, "acknowledged")


class TestAdministratorOnAPhone(PhoneCase):
    def test_check(self):
        """R046 R088: the policy administrator opens a check from the page of all screens and changes its grace."""
        check = self.env["sales.office.check"].search([], limit=1)
        check.name = "Tour check"
        self.tour("sales_office_administrator_changes_a_check", self.policy_admin)
        self.assertEqual(check.with_company(self.company).grace_minutes, 7)
