from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, HttpCase

from ..common import MONDAY, TUESDAY, WorkdayCommon


@freeze_time("2025-03-10 02:00:00")
class TestDayScreens(WorkdayCommon):
    """R001 R002: what people see of the day status, at ten in the morning."""

    def _lines(self, employee):
        with freeze_time("2025-03-10 02:00:00"):
            return {line["key"]: line for line in self.as_(employee, self.env["sales.office.today"]).get_lines()}

    def test_dialogs(self):
        """R002: asked, refused and excused through the dialogs."""
        self._attend(9)
        day = self._day()
        for employee, operation, text, state in (
            (self.rep, "ask_excuse", "The ferry did not run.", "asked"),
            (self.leader, "refuse_excuse", "It did.", "refused"),
            (self.manager, "grant_excuse", "", "granted"),
        ):
            self.say_why(employee, day, operation, text)
            self.assertEqual(day.excuse_state, state)
        self.assertTrue(day.excused)

    def test_dialog_about_others(self):
        """R002: a dialog about a day one does not see is not opened."""
        self._attend(9)
        with self.assertRaises(AccessError):
            self.say_why(self.colleague, self._day(), "ask_excuse", "Please.")

    def test_buttons(self):
        """R002: each sees the buttons they may use."""
        self._attend(9)
        day = self._day()

        def buttons(employee):
            seen = self.as_(employee, day)
            return seen.can_ask_excuse, seen.can_decide_excuse

        self.assertEqual(buttons(self.rep), (True, False))
        self.assertEqual(buttons(self.leader), (False, True))
        self.assertEqual(buttons(self.director), (False, True))
        self.as_(self.leader, day).action_grant_excuse("Sent to the bank.")
        self.assertEqual(buttons(self.rep), (False, False))
        self.assertEqual(buttons(self.leader), (False, True), "He may take it back")

    def test_today(self):
        """R002: the leader has something to decide, the employee to explain, and then an answer."""
        self._attend(9)
        day = self._day()
        self.assertEqual(self._lines(self.rep)["day_explain"]["count"], 1)
        self.assertEqual(self._lines(self.leader)["day_today"]["count"], 1)
        self.assertNotIn("day_excuses", self._lines(self.leader))
        self.as_(self.rep, day).action_ask_excuse("The ferry did not run.")
        self.assertNotIn("day_explain", self._lines(self.rep))
        self.assertEqual(self._lines(self.leader)["day_excuses"]["action"]["res_id"], day.id)
        self.assertNotIn("day_excuses", self._lines(self.leader_south))
        self.as_(self.leader, day).action_grant_excuse("Next time call.")
        self.assertNotIn("day_excuses", self._lines(self.leader))
        self.assertIn("Next time call.", self._lines(self.rep)[f"day_answer_{day.id}"]["detail"])
        self.assertNotIn("day_today", self._lines(self.leader))

    def test_names(self):
        """R002: the calendar tells who and what."""
        self._attend(9)
        self.assertEqual(self._day().display_name, "Rob: Late (60 min)")
        self.assertEqual(self._day().with_context(own_days=True).display_name, "Late (60 min)")
        self.assertEqual(self._day().color, 3)
        self.assertIn("9:00", self._day().attendance_text)
        self.assertIn("8:00", self._day().expected_text)

    def test_button_on_the_employee(self):
        """R002: the number on an employee tells no more than the list behind it."""
        self._attend(9)
        for viewer, count in ((self.leader, 1), (self.director, 1), (self.leader_south, 0), (self.clerk, 0)):
            with self.subTest(viewer.name):
                employee = self.as_(viewer, self.env["hr.employee.public"]).browse(self.rep.id)
                self.assertEqual(employee.sales_office_day_count, count)
        action = (
            self.as_(self.leader, self.env["hr.employee.public"]).browse(self.rep.id).action_open_sales_office_days()
        )
        self.assertEqual(self.as_(self.leader, self.days).search(action["domain"]).employee_id, self.rep)
        self.assertEqual(self.rep.sales_office_day_count, 1)
        self.assertEqual(self.rep.action_open_sales_office_days()["domain"], action["domain"])

    def test_attendances(self):
        """R002: the attendances behind a day, for those who may read them."""
        attendance = self._attend(9)
        action = self._day().action_open_attendances()
        self.assertEqual(self.env["hr.attendance"].search(action["domain"]), attendance)

    def test_settings(self):
        """R002: the policy administrator chooses since when, and how far back."""
        settings = self.as_(self.policy_admin, self.env["sales.office.settings"])
        with Form(settings) as form:
            form.sales_office_day_since = "2025-03-03"
            form.sales_office_day_lookback = 10
        self.assertEqual(str(self.company._get_sales_office_oldest_day()), "2025-03-03")
        self.assertTrue(self.tasks.search([("employee_id", "=", self.rep.id)]))

    def test_work_on_a_day_off(self):
        """R002: there is nothing to waive where nothing was expected, and no harm in asking."""
        self._attend(9, day=TUESDAY, employee=self.rep)
        self._holiday("2025-03-09 16:00:00", "2025-03-10 15:59:59")
        self._attend(8, 9)
        self.assertEqual(self._day(day=MONDAY).status, "off")
        with self.assertRaisesRegex(UserError, "This day is free or waived, or your request"):
            self.as_(self.rep, self._day()).action_ask_excuse("I was there.")


class TestAttendanceButton(WorkdayCommon, HttpCase):
    """R002: the attendance button tells them whether they are on time."""

    def _post(self, path, login):
        self.authenticate(login, login)
        return self.make_jsonrpc_request(f"/hr_attendance/{path}", {})

    def _sign(self, moment, login="rep"):
        with freeze_time(moment):
            return self._post("systray_check_in_out", login)

    def test_late(self):
        """R002: late by twelve minutes, told at once and again when they look."""
        answer = self._sign("2025-03-10 00:12:30")
        self.assertEqual(answer["sales_office_day"], "You are 12 minutes late today.")
        self.assertTrue(answer["sales_office_late"] and answer["sales_office_signed_in"])
        with freeze_time("2025-03-10 02:00:00"):
            again = self._post("attendance_user_data", "rep")
        self.assertEqual(again["sales_office_day"], answer["sales_office_day"])
        self.assertNotIn("sales_office_signed_in", again)

    def test_on_time(self):
        """R002: on time, in Shanghai's morning; signing out is no sign-in."""
        answer = self._sign("2025-03-09 23:55:00")
        self.assertEqual((answer["sales_office_day"], answer["sales_office_late"]), ("You are on time today.", False))
        self.assertFalse(self._sign("2025-03-10 09:05:00")["sales_office_signed_in"])

    def test_outside(self):
        """R002: nothing is told to people outside sales offices, nor on a free day."""
        answer = self._sign("2025-03-10 02:00:00", "outsider")
        self.assertNotIn("sales_office_day", answer)
        self.assertFalse(answer["sales_office_signed_in"])
        self.assertNotIn("sales_office_day", self._sign("2025-03-08 02:00:00"))
