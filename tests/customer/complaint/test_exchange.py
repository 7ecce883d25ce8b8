from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError

from .common import NOW, ComplaintCommon

MAIL = """From: {sender}
To: complaints@harbour.example.com
Subject: {subject}
Message-Id: <{number}@maple.example.com>
Date: Mon, 02 Mar 2026 10:00:00 +0800
Content-Type: text/plain; charset=utf-8

The heating did not work.
"""


@freeze_time(NOW)
class TestExchange(ComplaintCommon):
    def setUp(self):
        super().setUp()
        domain = self.env["mail.alias.domain"].create({"name": "harbour.example.com"})
        (self.company | self.company_valley).alias_domain_id = domain

    def _open_mailbox(self, name="complaints", employee=None):
        settings = self.as_(employee or self.policy_admin, self.env["sales.office.settings"])
        settings.create({}).write({"sales_office_complaint_mailbox": name})

    def _mail(self, sender, subject="No heating", number=1):
        mail = MAIL.format(sender=sender, subject=subject, number=number)
        found = self.env["mail.thread"].with_context(mail_create_nolog=True).sudo().message_process(None, mail)
        return self.complaints.browse(found)

    def test_by_mail(self):
        """R051: what is written to the mailbox is a complaint of the sender, who is found by the address."""
        self._open_mailbox()
        complaint = self._mail("Wang Fang <office@maple.example.com>")
        self.assertEqual((complaint.partner_id, complaint.subject), (self.customer, "No heating"))
        self.assertEqual((complaint.employee_id, complaint.company_id), (self.relations, self.company))
        self.assertEqual(complaint.channel, "email")
        self.assertIn("The heating did not work", complaint.message_ids.mapped("body")[0])

    def test_what_a_machine_writes(self):
        """R051: neither who is away nor a mail that came back nor a robot complains; of a complaint it is an answer."""
        self._open_mailbox()
        known = self.complaints.search([])
        headers = ("auto-replied", "auto-generated (failure)", "Auto-Generated")
        for number, header in enumerate(headers):
            with self.subTest(header):
                mail = f"About your letter\nAuto-Submitted: {header}"
                self.assertFalse(self._mail("Wang Fang <office@maple.example.com>", mail, number))
        self.assertFalse(self._mail("Wang Fang <office@maple.example.com>", "Out of office", 4))
        self.assertEqual(self.complaints.search([]), known)
        self.assertTrue(self._mail("Wang Fang <office@maple.example.com>", "No heating\nAuto-Submitted: no", 5))

    def test_a_machine_answers_a_complaint(self):
        """R051: an automatic answer to a mail of ours stands with its complaint."""
        self._open_mailbox()
        complaint = self._mail("Wang Fang <office@maple.example.com>")
        self.as_(self.relations, complaint).action_acknowledge()
        asked = complaint.message_ids[0].message_id
        away = f"Away\nAuto-Submitted: auto-replied\nIn-Reply-To: {asked}"
        self.assertEqual(self._mail("Wang Fang <office@maple.example.com>", away, 2), complaint)
        self.assertTrue(complaint.message_ids[0].sales_office_is_automatic)

    def test_unknown_sender(self):
        """R051: a sender whom nobody knows is kept, and becomes a contact with the first mail to them."""
        self._open_mailbox()
        complaint = self._mail("Li Na <li.na@new.example.com>")
        self.assertFalse(complaint.partner_id)
        self.assertEqual((complaint.contact_name, complaint.email_from), ("Li Na", "li.na@new.example.com"))
        self.as_(self.relations, complaint).action_acknowledge()
        self.assertEqual(complaint.partner_id.email, "li.na@new.example.com")

    def test_mailbox_of_each_company(self):
        """R051: each company has its mailbox; a name is given once."""
        self._open_mailbox()
        with self.assertRaisesRegex(ValidationError, "mailbox of that name"):
            self.company_valley.sales_office_complaint_mailbox = "complaints"
        self.company_valley.sales_office_complaint_mailbox = "valley"
        self.assertEqual(self.company.sales_office_complaint_mailbox, "complaints")
        self._open_mailbox(False)
        self.assertFalse(self.company.sales_office_complaint_alias_id)
        with self.assertRaises(AccessError):
            self._open_mailbox("mine", self.manager)

    def test_reply_lets_the_clock_go_on(self):
        """R051: the customer who was asked writes, and the clock goes on."""
        complaint = self.complain()
        mine = self.as_(self.relations, complaint)
        mine.action_acknowledge()
        mine.action_ask_customer("Which rooms?")
        with freeze_time("2026-03-05 02:00:00"):
            complaint.message_update({"author_id": self.customer.id})
        self.assertFalse(complaint.waiting_since)
        mine.action_ask_customer("And which day?")
        complaint.message_update({"author_id": self.rep.user_id.partner_id.id})
        self.assertTrue(complaint.waiting_since, "a colleague answers for nobody")
        mine.sudo(False).message_update({"author_id": self.customer.id})
        self.assertTrue(complaint.waiting_since, "nor does whoever calls it over RPC")
        complaint.message_update({"author_id": self.customer.id, "sales_office_is_automatic": True})
        self.assertTrue(complaint.waiting_since, "nor a mailbox of somebody who is away")
        supplier = self.env["res.partner"].create({"name": "Lamps Ltd.", "email": "lamps@example.com"})
        complaint.message_update({"author_id": supplier.id})
        self.assertTrue(complaint.waiting_since, "nor somebody else who got a copy")
        assistant = self.env["res.partner"].create({"name": "Assistant", "email": self.customer.email})
        complaint.message_update({"author_id": assistant.id})
        self.assertFalse(complaint.waiting_since)

    def test_no_mail_brought_it(self):
        """R135: over RPC nobody pretends that a mail came, whatever they give."""
        complaint = self.complain()
        for given in ({"subject": "Noise"}, 5, None):
            with self.assertRaisesRegex(AccessError, "E-mails become complaints"):
                self.as_(self.relations, self.complaints).message_new(given)
            self.as_(self.relations, complaint).message_update(given)

    def test_without_an_address(self):
        """R051: who has no e-mail address is spoken with; the answer is a call of the office."""
        self.customer.email = False
        complaint = self.complain(contact_name="Wang Fang", phone="+86 571 8888 1234")
        mine = self.as_(self.relations, complaint)
        with self.assertRaisesRegex(UserError, "no e-mail address"):
            mine.action_acknowledge()
        mine.action_acknowledge_by_phone("Spoke with Wang Fang")
        with self.assertRaisesRegex(UserError, "no e-mail address"):
            mine.action_answer("Settled")
        mine.action_answer_by_phone("One night off the bill; they are content")
        self.assertEqual((complaint.state, complaint.answered_by), ("answered", "phone"))
        call = self.env["sales.office.call"].search([], order="id desc", limit=1)
        self.assertEqual((call.direction, call.employee_id, call.partner_id), ("out", self.relations, self.customer))
        self.assertEqual(call.contact_name, "Wang Fang")
        mine.action_close()
        self.assertEqual(complaint.rating_missed, "The customer has no e-mail address.")

    def test_spoken_with_a_company(self):
        """R038: a company's own name stands for nobody one spoke with; a person's does."""
        for is_company, spoken_with in ((True, False), (False, self.customer.name)):
            self.customer.is_company = is_company
            for name in (False, self.customer.name):
                complaint = self.complain(contact_name=name)
                self.as_(self.relations, complaint).action_acknowledge_by_phone("Looked into")
                call = self.env["sales.office.call"].search([], order="id desc", limit=1)
                with self.subTest(is_company=is_company, name=name):
                    self.assertEqual(call.contact_name, spoken_with)

    def test_without_the_register(self):
        """R051: an office that keeps no calls notes the answer on the complaint."""
        self.company.sales_office_room_ids -= self.env.ref("sales_office_policy.room_office")
        complaint = self.complain()
        self.as_(self.relations, complaint).action_acknowledge_by_phone("Spoke with Wang Fang")
        self.assertIn("Spoke with Wang Fang", "".join(complaint.message_ids.mapped("body")))

    def test_of_a_call(self):
        """R038: one click on a call, a letter or a visitor makes a complaint; twice is refused."""
        calls, letters = self.env["sales.office.call"], self.env["sales.office.correspondence"]
        call = self.as_(self.rep, calls).create({"summary": "Rude at the desk", "partner_id": self.customer.id})
        letter = self.as_(self.clerk, letters).create(
            {"name": "Noise at night", "date": "2026-03-02", "partner_id": self.customer.id}
        )
        for entry, channel in ((call, "phone"), (letter, "letter")):
            entry.action_make_complaint()
            complaint = self.complaints.search([("res_model", "=", entry._name), ("res_id", "=", entry.id)])
            self.assertEqual((complaint.channel, complaint.partner_id), (channel, self.customer))
            self.assertEqual((complaint.employee_id, entry.complaint_user_id), (self.relations, self.relations.user_id))
            with self.assertRaisesRegex(UserError, "passed on already"):
                entry.action_make_complaint()

    def test_of_a_call_by_nobody_known(self):
        """R038: a complaint needs no customer: who called is kept."""
        call = self.as_(self.rep, self.env["sales.office.call"]).create(
            {"summary": "Rude at the desk", "contact_name": "Li Na", "phone": "123"}
        )
        call.action_make_complaint()
        complaint = self.complaints.search([("res_id", "=", call.id), ("res_model", "=", call._name)])
        self.assertEqual((complaint.contact_name, complaint.phone), ("Li Na", "123"))

    def test_of_a_visit(self):
        """R051: a visit on which the customer complained is a complaint, once."""
        visit = self.as_(self.rep, self.env["sales.office.visit"]).create(
            {"partner_id": self.customer.id, "planned_start": "2026-03-02 01:00:00"}
        )
        for _n in range(2):
            visit.action_report("complained", "The heating is cold")
        complaint = self.complaints.search([("res_model", "=", visit._name), ("res_id", "=", visit.id)])
        self.assertEqual((complaint.subject, complaint.channel), ("The heating is cold", "visit"))
        self.assertEqual((complaint.employee_id, complaint.partner_id), (self.relations, self.customer))

    def test_portal(self):
        """R114: a customer who logs in reads neither cause nor actions, nor the complaint."""
        portal = self.env["res.users"].create(
            {
                "name": "Wang Fang",
                "login": "wang",
                "partner_id": self.customer.id,
                "group_ids": [(6, 0, self.env.ref("base.group_portal").ids)],
            }
        )
        complaint = self.complain()
        for records in (complaint, complaint.action_ids.with_user(portal), self.cause):
            with self.assertRaises(AccessError):
                records.with_user(portal).check_access("read")
        with self.assertRaises(AccessError):
            complaint.with_user(portal).read(["cause_id"])
