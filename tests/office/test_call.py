from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form

from .register_common import RegisterCommon


@freeze_time("2025-03-04 02:00:00")  # Tuesday 10:00 in Shanghai
class TestCall(RegisterCommon):
    def test_number_finds_the_customer(self):
        """R029: however the number is written, it finds the customer."""
        for number in ("+86 571 8888 1234", "0571 8888 1234", "(0571) 8888-1234", "008657188881234"):
            with Form(self.as_(self.clerk, self.calls), "sales_office_policy.sales_office_call_view_form") as form:
                form.phone = number
                self.assertEqual(form.partner_id, self.as_(self.clerk, self.customer), number)
                form.summary = "Asks for rooms"
                form.employee_id = self.as_(self.clerk, self.rep)

    def test_number_of_nobody_or_of_several(self):
        self.assertFalse(self.call(phone="12").partner_id)
        self.assertFalse(self.call(phone="extension").partner_id)
        self.customer.copy()
        self.assertFalse(self.call().partner_id, "It is not clear whose number it is")

    def test_people_of_the_same_company(self):
        self.env["res.partner"].create(
            {"name": "Li Na", "parent_id": self.customer.id, "phone": self.customer.phone, "type": "contact"}
        )
        self.assertEqual(self.call().partner_id.sudo(), self.customer)

    def test_dial(self):
        """R029: the number dials, in the way it is dialled from abroad."""
        self.assertEqual(self.call().phone_link, "tel:+8657188881234")
        self.assertFalse(self.call(phone=False).phone_link)

    def test_call_back(self):
        """R038: whoever is to call back has an activity and a line on Today until it is done."""
        call = self.call(callback_by="2025-03-04 08:00:00")
        self.assertEqual(call.sudo().activity_ids.user_id, self.rep.user_id)
        self.assertEqual(call.sudo().activity_ids.date_deadline, date(2025, 3, 4))
        self.assertFalse(self.lines(self.rep)["calls_return"]["urgent"])
        with freeze_time("2025-03-04 09:00:00"):
            self.assertTrue(self.lines(self.rep)["calls_return"]["urgent"])
        self.as_(self.rep, call).action_done()
        self.assertFalse(call.sudo().activity_ids)
        self.assertFalse(self.lines(self.rep))
        with self.assertRaisesRegex(UserError, "done already"):
            call.action_done()

    def test_call_back_moves_with_the_call(self):
        call = self.call(callback_by="2025-03-04 08:00:00")
        call.employee_id = self.colleague
        self.assertEqual(call.sudo().activity_ids.user_id, self.colleague.user_id)
        call.callback_by = False
        self.assertFalse(call.sudo().activity_ids)

    def test_reopened(self):
        call = self.call(callback_by="2025-03-04 08:00:00")
        call.action_done()
        call.action_reopen()
        self.assertFalse(call.is_done or call.done_at)
        self.assertTrue(call.sudo().activity_ids)

    def test_done_by_the_action_only(self):
        call = self.call()
        with self.assertRaises(AccessError):
            call.is_done = True
        with self.assertRaises(AccessError):
            self.as_(self.leader, call).action_done()

    def test_calls_of_others(self):
        """R135: a rep notes their own calls and sees no others."""
        self.call(by=self.rep)
        with self.assertRaises(AccessError):
            self.call(by=self.rep, employee_id=self.colleague.id)
        self.assertFalse(self.as_(self.colleague, self.calls).search([]))

    def test_deleted_unless_something_came_of_it(self):
        self.call().unlink()
        call = self.call()
        call.action_done()
        with self.assertRaisesRegex(UserError, "stays in the register"):
            call.unlink()
