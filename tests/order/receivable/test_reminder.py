from freezegun import freeze_time

from odoo.exceptions import UserError

from .common import TODAY, ReceivableCommon


@freeze_time(TODAY)
class TestReminder(ReceivableCommon):
    def mails(self):
        return self.env["mail.mail"].sudo().search([("model", "=", "res.partner"), ("res_id", "=", self.customer.id)])

    def test_one_mail_about_all_of_it(self):
        """R119: one click, one e-mail to the customer with each overdue invoice, and a note on the invoices."""
        rows = self.item(self.old, self.rep) | self.item(self.part_paid, self.rep)
        rows.action_remind()
        mail = self.mails()
        self.assertEqual(len(mail), 1)
        for text in (self.old.name, self.part_paid.name, "1,000.00", "600.00", "Maple Leaf Software"):
            self.assertIn(text, mail.body_html)
        self.assertIn("reminded of this invoice", self.old.message_ids[0].body)
        self.assertEqual(self.old.message_ids[0].author_id, self.rep.user_id.partner_id)

    def test_not_twice_in_a_week(self):
        """R119: the next one goes when the days of the company are over."""
        self.item(self.old, self.rep).action_remind()
        with freeze_time("2026-06-07 02:00:00"), self.assertRaisesRegex(UserError, "the next one may go 7 days later"):
            self.item(self.old, self.rep).action_remind()
        with freeze_time("2026-06-08 03:00:00"):
            self.item(self.old, self.rep).action_remind()
        self.assertEqual(len(self.mails()), 2)

    def test_not_who_paid(self):
        """R119: a customer whose money is there and not matched is not reminded."""
        self.pay_unmatched(1000)
        with self.assertRaisesRegex(UserError, "has paid as much"):
            self.item(self.old, self.rep).action_remind()
        self.assertFalse(self.mails())

    def test_not_before_it_is_due(self):
        with self.assertRaisesRegex(UserError, "is not overdue"):
            self.item(self.not_due, self.rep).action_remind()

    def test_not_without_an_address(self):
        self.customer.email = False
        with self.assertRaisesRegex(UserError, "no e-mail address"):
            self.item(self.old, self.rep).action_remind()

    def test_what_is_left_out_is_said(self):
        """R119: of several, those that are promised are left out, and the notice says so."""
        self.item(self.part_paid, self.rep).action_promise("2026-06-05")
        notice = (self.item(self.old, self.rep) | self.item(self.part_paid, self.rep)).action_remind()
        self.assertIn(self.part_paid.name, notice["params"]["message"])
        self.assertNotIn(self.part_paid.name, self.mails().body_html)

    def test_in_the_customers_language(self):
        """R119: days and amounts as the customer writes them."""
        self.env["res.lang"]._activate_lang("zh_CN")
        self.customer.lang = "zh_CN"
        self.item(self.old, self.rep).action_remind()
        self.assertIn("2026/04/01", self.mails().body_html)

    def test_queries(self):
        """R119: reminding one customer of 2 or of 12 invoices costs the same number of queries."""
        counts = []
        for number in (2, 12):
            invoices = [self.owe(self.rep, "2026-05-01", 10 + n) for n in range(number)]
            rows = self.as_(self.rep, self.env["sales.office.receivable"]).union(
                *(self.item(invoice, self.rep) for invoice in invoices)
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            rows.action_remind()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 2)
