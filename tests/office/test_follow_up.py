from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError

from .register_common import RegisterCommon


@freeze_time("2025-03-04 02:00:00")
class TestFollowUp(RegisterCommon):
    """What a visitor, a letter and a call become."""

    def entries(self):
        return (
            self.visitor(partner_id=self.customer.id, purpose="Wants a banquet"),
            self.letter(),
            self.call(),
        )

    def test_lead(self):
        """R029: a visit, a letter and a call each become a lead of the customer's salesperson."""
        for entry in self.entries():
            with self.subTest(model=entry._name):
                entry.action_make_lead()
                lead = entry.sudo().lead_ids
                self.assertEqual((lead.user_id, lead.partner_id), (self.rep.user_id, self.customer))
                self.assertEqual(lead.company_id, self.company)
                self.assertIn(entry.display_name.split()[-1], lead.description)

    def test_lead_of_a_stranger(self):
        """R029: without a customer the lead takes name and number from the call, and whom it was for."""
        call = self.call(phone="0571 1111 2222", contact_name="Li Na", employee_id=self.colleague.id)
        call.action_make_lead()
        lead = call.sudo().lead_ids
        self.assertEqual((lead.contact_name, lead.user_id), ("Li Na", self.colleague.user_id))
        self.assertIn("1111 2222", lead.phone)

    def test_lead_twice(self):
        """R029: a second lead is refused unless one asks for it."""
        call = self.call()
        call.action_make_lead()
        with self.assertRaisesRegex(UserError, "made of this already"):
            call.action_make_lead()
        call.action_make_another_lead()
        self.assertEqual(len(call.sudo().lead_ids), 2)

    def test_lead_of_a_stranger_twice(self):
        """R029 R135: whoever may not read the lead is told that there is one, not what it is about."""
        call = self.call()
        call.action_make_lead()
        lead = call.sudo().lead_ids
        lead.write({"name": "Confidential tender", "user_id": self.rep_south.user_id.id, "team_id": False})
        with self.assertRaisesRegex(UserError, "A lead was made of this already") as refused:
            self.as_(self.rep, call).action_make_lead()
        self.assertEqual(str(refused.exception), "A lead was made of this already. Ask its salesperson.")

    def test_lead_of_a_closed_entry(self):
        letter = self.letter(employee_id=self.rep.id)
        letter.action_handle()
        letter.action_make_lead()
        self.assertTrue(letter.has_lead)

    def test_lead_needs_the_entry(self):
        with self.assertRaises(AccessError):
            self.as_(self.colleague, self.call()).action_make_lead()
        with self.assertRaises(AccessError):
            self.call().lead_ids = False

    def _without_customers(self):
        self.company.sales_office_room_ids -= self.env.ref("sales_office_policy.room_customer")

    def test_complaint(self):
        """R038: without the room Customers it is passed on to customer relations, with a note on the customer."""
        self._without_customers()
        for entry in self.entries():
            with self.subTest(model=entry._name):
                self.customer.activity_ids.unlink()
                entry.action_make_complaint()
                activity = self.customer.activity_ids
                self.assertEqual(
                    activity.activity_type_id, self.env.ref("sales_office_policy.mail_activity_type_complaint")
                )
                self.assertEqual((activity.user_id, activity.date_deadline), (self.relations.user_id, date(2025, 3, 5)))
                self.assertIn("Complaint", self.customer.message_ids[0].body)
                self.assertIn(self.relations.user_id.partner_id, self.customer.message_ids[0].notified_partner_ids)
                self.assertEqual(entry.complaint_user_id, self.relations.user_id)
                with self.assertRaisesRegex(UserError, "passed on already"):
                    entry.action_make_complaint()

    def test_complaint_without_customer_relations(self):
        """R038: without customer relations it goes to the salesperson, without one to the leader."""
        self._without_customers()
        self.relations.active = False
        call = self.call(employee_id=self.colleague.id)
        call.action_make_complaint()
        self.assertEqual(call.complaint_user_id, self.rep.user_id)
        self.customer.user_id = False
        second = self.call(employee_id=self.clerk.id)
        self.clerk.user_id.group_ids -= self.env.ref("sales_team.group_sale_salesman")
        second.action_make_complaint()
        self.assertTrue(second.complaint_user_id)

    def test_complaint_without_customer(self):
        """R038: what is noted with the customer needs one."""
        self._without_customers()
        with self.assertRaisesRegex(UserError, "Choose the customer"):
            self.call(phone=False).action_make_complaint()

    def test_confidential_text_stays(self):
        """R032: what a confidential letter says goes into no lead and no note."""
        self._without_customers()
        letter = self.letter(name="Takeover", body="They want to buy us", confidential=True)
        letter.action_make_lead()
        letter.action_make_complaint()
        lead = letter.sudo().lead_ids
        for text in (lead.name, lead.description, self.customer.message_ids[0].body, self.customer.activity_ids.note):
            self.assertNotIn("Takeover", text)
            self.assertNotIn("buy us", text)

    def test_counts_on_the_customer(self):
        """R135: the numbers on a customer are those the user may see, their people's included."""
        contact = self.env["res.partner"].create({"name": "Li Na", "parent_id": self.customer.id})
        self.entries()
        self.call(partner_id=contact.id)
        names = ("sales_office_visitor_count", "sales_office_letter_count", "sales_office_call_count")
        self.assertEqual([self.as_(self.clerk, self.customer)[name] for name in names], [1, 1, 2])
        self.assertEqual([self.as_(self.rep, self.customer)[name] for name in names], [1, 0, 2])
        self.assertEqual([self.as_(self.colleague, self.customer)[name] for name in names], [0, 0, 0])
        with self.assertRaises(AccessError):
            self.as_(self.outsider, self.customer).read(["sales_office_call_count"])

    def test_counts_in_constant_queries(self):
        partners = self.env["res.partner"].create([{"name": f"Guest {n}"} for n in range(40)])
        self.call(partner_id=partners[0].id)
        self.env.flush_all()
        for some in (partners[:2], partners):
            self.env.invalidate_all()
            seen = self.as_(self.clerk, some)
            seen.mapped("name")
            with self.assertQueryCount(20):
                seen.mapped("sales_office_call_count")


@freeze_time("2025-03-04 02:00:00")
class TestPrintedRegister(RegisterCommon):
    def render(self, report, records):
        return self.env["ir.actions.report"].with_user(self.clerk.user_id)._render_qweb_html(report, records.ids)[0]

    def test_visitors(self):
        """R031: the register of a month is printed, as the paper book was."""
        self.visitor(badge="7").action_sign_in()
        self.visitor(name="Next month", expected_at="2025-04-01 02:00:00")
        dialog = self.as_(self.clerk, self.env["sales.office.register.print"]).create({"month": "2025-03-20"})
        action = dialog.action_print()
        visitors = self.visitors.browse(action["context"]["active_ids"])
        self.assertEqual(visitors.mapped("name"), ["Wang Fang"])
        html = self.render("sales_office_policy.report_visitor_register", visitors).decode()
        self.assertIn("Wang Fang", html)
        self.assertIn("March 2025", html)
        self.assertIn("10:00", html, "On the clocks of the office")

    def test_letters(self):
        """R032: void numbers and their reasons are printed too; what is confidential is not."""
        self.letter().action_void("Entered twice")
        self.letter(name="Takeover", confidential=True)
        dialog = self.as_(self.clerk, self.env["sales.office.register.print"])
        dialog = dialog.create({"register": "in", "month": "2025-03-01"})
        letters = self.letters.browse(dialog.action_print()["context"]["active_ids"])
        html = self.render("sales_office_policy.report_correspondence_register", letters).decode()
        self.assertIn("IN-2025-0001", html)
        self.assertIn("Entered twice", html)
        self.assertNotIn("Takeover", html)

    def test_empty(self):
        dialog = self.as_(self.clerk, self.env["sales.office.register.print"]).create({"month": "2020-01-01"})
        with self.assertRaisesRegex(UserError, "Nothing is registered"):
            dialog.action_print()
