from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import Form, HttpCase

from ..common import CustodyCommon


class TestSignOut(CustodyCommon, HttpCase):
    """What the attendance menu tells somebody who still holds papers."""

    def _post(self, route, employee=None):
        login = (employee or self.rep).user_id.login
        self.authenticate(login, login)
        self.env.flush_all()
        return self.make_jsonrpc_request(f"/hr_attendance/{route}", {})

    def test_papers_held(self):
        """R017: the menu names what one holds and when it is due, before and after signing out."""
        loan = self.hand_out(self.contract, self.rep)
        data = self._post("attendance_user_data")
        self.assertEqual(data["sales_office_papers"][0]["name"], self.contract.display_name)
        self.assertTrue(data["sales_office_papers"][0]["due"])
        self.assertFalse(data["sales_office_ask_papers"], "Off unless the company chose so")
        self.assertEqual(self._post("attendance_user_data", self.colleague)["sales_office_papers"], [])
        self.company.sales_office_ask_papers = True
        self.assertTrue(self._post("attendance_user_data")["sales_office_ask_papers"])
        loan.sudo().due_at = "2025-01-01 09:00:00"
        self.assertTrue(self._post("attendance_user_data")["sales_office_papers"][0]["overdue"])
        self.take_back(self.contract)
        self.assertFalse(self._post("attendance_user_data")["sales_office_ask_papers"])

    def test_sign_out_is_never_refused(self):
        """R017: with papers in their hands, the server signs them out as it does everybody."""
        self.company.sales_office_ask_papers = True
        self.hand_out(self.contract, self.rep)
        self.assertEqual(self._post("systray_check_in_out")["attendance_state"], "checked_in")
        self.assertEqual(self._post("systray_check_in_out")["attendance_state"], "checked_out")

    def test_our_error_loses_no_attendance(self):
        """R017: whatever goes wrong with the papers, the attendance is recorded."""
        loans = self.env.registry["sales.office.document.loan"]
        self.hand_out(self.contract, self.rep)
        with (
            patch.object(loans, "_prepare_systray_paper", side_effect=ValueError),
            self.assertLogs("odoo.addons.sales_office_policy.controllers.hr_attendance", "ERROR"),
        ):
            data = self._post("systray_check_in_out")
        self.assertEqual(data["attendance_state"], "checked_in")
        self.assertNotIn("sales_office_papers", data)
        self.assertEqual(len(self.rep.attendance_ids), 1)

    def test_kiosk(self):
        """R017: the kiosk knows nothing of papers: it signs out as core does."""
        self.company.sales_office_ask_papers = True
        self.hand_out(self.contract, self.rep)
        self.rep.barcode = "R0B"
        self.env.flush_all()
        for state in ("checked_in", "checked_out"):
            params = {"token": self.company.attendance_kiosk_key, "barcode": "R0B"}
            data = self.make_jsonrpc_request("/hr_attendance/attendance_barcode_scanned", params)
            self.assertFalse([key for key in data if key.startswith("sales_office")])
            self.assertEqual(self.rep.attendance_state, state)
            self.rep.attendance_ids.check_in = "2025-03-04 01:00:00"
            self.env.flush_all()

    def test_outsider_and_room_off(self):
        """R017: people outside, and companies that do not use the room, get core's answer."""
        self.assertNotIn("sales_office_papers", self._post("attendance_user_data", self.outsider))
        self.company.sales_office_room_ids -= self.env.ref("sales_office_policy.room_custody")
        self.assertNotIn("sales_office_papers", self._post("attendance_user_data"))


class TestSetting(CustodyCommon):
    def test_setting(self):
        """R017: the policy administrator decides whether people are asked; it ships off."""
        self.assertFalse(self.company.sales_office_ask_papers)
        with Form(self.as_(self.policy_admin, self.env["sales.office.settings"])) as form:
            form.sales_office_ask_papers = True
        self.assertTrue(self.company.sales_office_ask_papers)
        with self.assertRaises(AccessError):
            self.as_(self.clerk, self.env["sales.office.settings"]).create({"sales_office_ask_papers": False})


@freeze_time("2025-03-04 02:00:00")
class TestLeavers(CustodyCommon):
    """Rob leaves the company with papers in his hands."""

    def _activities(self, employee):
        return self.env["mail.activity"].search(
            [("user_id", "=", employee.user_id.id), ("res_model", "=", self.loans._name)]
        )

    def test_archived_with_papers(self):
        """R017: they are archived all the same; clerk and superior get one activity each with the list."""
        loans = self.hand_out(self.contract, self.rep) | self.hand_out(self.book, self.rep)
        self.rep.action_archive()
        self.assertFalse(self.rep.active)
        self.assertEqual(loans.mapped("borrower_left"), [True, True])
        for employee in (self.clerk, self.leader):
            activity = self._activities(employee)
            with self.subTest(employee.name):
                self.assertEqual(len(activity), 1)
                self.assertIn("Framework contract", activity.note)
                self.assertIn("Telephone book", activity.note)
                self.assertTrue(self.as_(employee, self.loans.browse(activity.res_id)).has_access("read"))
        self.assertFalse(self._activities(self.manager))

    def test_turns_are_given_up(self):
        """R015: what was kept for somebody who left is kept for the next; they wait for nothing any more."""
        for employee in (self.leader, self.colleague):
            self.as_(employee, self.book).action_request()
        self.as_(self.leader, self.poster).action_request()
        self.leader.active = False
        self.assertEqual(self.book.kept_for_id, self.colleague)
        self.assertFalse(self.book.hold_ids or self.poster.kept_for_id)
        self.colleague.active = False
        self.assertFalse(self.book.kept_for_id)

    def test_departure_dialog(self):
        """R017: nor is Odoo's own departure dialog kept from anything."""
        loan = self.hand_out(self.contract, self.rep)
        wizard = self.env["hr.departure.wizard"].with_context(active_ids=self.rep.ids, employee_termination=True)
        wizard.create({"departure_date": "2025-03-31"}).action_register_departure()
        self.assertFalse(self.rep.active)
        self.assertTrue(loan.borrower_left)
        self.assertEqual(len(self._activities(self.clerk)), 1)

    def test_without_papers(self):
        """R017: nobody is bothered about somebody who held nothing, or has left before."""
        self.hand_out(self.contract, self.rep)
        self.take_back(self.contract)
        self.rep.action_archive()
        self.rep.action_archive()
        self.assertFalse(self._activities(self.clerk))

    def test_manager_leaves(self):
        """R017: about a leader it is their own superior who is told, about the clerk nobody but them."""
        self.hand_out(self.contract, self.leader)
        self.leader.action_archive()
        self.assertEqual(len(self._activities(self.manager)), 1)
        other = self._create_member("Clark", "clerk2", self.sales, "clerk")
        self.hand_out(self.book, self.clerk, other)
        self.clerk.action_archive()
        self.assertEqual(len(self._activities(self.director)), 1)
        self.assertEqual(len(self._activities(self.clerk)), 1, "About the leader, not about himself")

    def test_back_again(self):
        """R017: once the last paper is back, nobody is reminded any more."""
        self.hand_out(self.contract, self.rep)
        loan = self.hand_out(self.book, self.rep)
        self.rep.action_archive()
        self.take_back(self.contract)
        self.assertTrue(self._activities(self.clerk))
        self.take_back(self.book)
        self.assertFalse(loan.borrower_left)
        self.assertFalse(self._activities(self.clerk) | self._activities(self.leader))

    def test_found_by_filter(self):
        """R017: the clerk finds what leavers hold, in the list and on Today."""
        loan = self.hand_out(self.contract, self.rep)
        self.hand_out(self.book, self.colleague)
        self.rep.action_archive()
        self.assertEqual(self.as_(self.clerk, self.loans).search([("borrower_left", "=", True)]), loan)
        lines = {line["key"]: line for line in self.as_(self.clerk, self.env["sales.office.today"]).get_lines()}
        self.assertEqual(lines["papers_of_leavers"]["count"], 1)
        self.assertIn("Rob", lines["papers_of_leavers"]["detail"])

    def test_room_off(self):
        """R017: a company that does not use the room is not bothered."""
        self.hand_out(self.contract, self.rep)
        self.company.sales_office_room_ids -= self.env.ref("sales_office_policy.room_custody")
        self.rep.action_archive()
        self.assertFalse(self._activities(self.clerk))

    def test_many_at_once(self):
        """R017: archiving many costs no query for each paper."""
        for number in range(5):
            self.hand_out(self._create_document(f"File {number}", self.north, "customer_file"), self.rep)
        self.rep.action_archive()
        self.assertEqual(len(self._activities(self.clerk)), 1)

    def test_leader_sees_overdue(self):
        """R017: on Today a leader sees what their people have not returned, nobody else's."""
        self.hand_out(self.contract, self.rep)

        def keys(employee):
            self.env.invalidate_all()
            return [line["key"] for line in self.as_(employee, self.env["sales.office.today"]).get_lines()]

        self.assertNotIn("papers_overdue_team", keys(self.leader))
        with freeze_time("2025-03-04 10:00:00"):
            self.assertIn("papers_overdue_team", keys(self.leader))
            self.assertIn("papers_overdue_team", keys(self.manager))
            self.assertNotIn("papers_overdue_team", keys(self.leader_south))
            self.assertNotIn("papers_overdue_team", keys(self.rep))
