from email.message import EmailMessage

from freezegun import freeze_time

from odoo.exceptions import AccessError

from ..common import CustomerCommon


@freeze_time("2026-03-02 02:00:00")
class TestContact(CustomerCommon):
    def setUp(self):
        super().setUp()
        self.lead = self.make_lead()

    def test_a_mail_that_went_out(self):
        """R074: what somebody writes to the customer is a contact of theirs, once it was sent."""
        self.mail(self.lead)
        self.assertEqual(self.kinds(lead_id=self.lead), [("mail", "out", "Rob")])

    def test_a_mail_that_did_not_go_out(self):
        """R074: what the mail server refused reached nobody."""
        self.mail(self.lead, status="exception")
        self.assertEqual(self.kinds(lead_id=self.lead), [])

    def test_a_note_is_none(self):
        """R074: a note is no contact, also where it names the customer."""
        self.mail(self.lead, subtype_xmlid="mail.mt_note")
        self.assertEqual(self.kinds(lead_id=self.lead), [])

    def test_a_message_to_colleagues_is_none(self):
        """R074: what only colleagues read is no contact with the customer."""
        self.mail(self.lead, to=self.colleague.user_id.partner_id)
        self.assertEqual(self.kinds(lead_id=self.lead), [])

    def test_a_mail_to_somebody_else_is_none(self):
        """R074: a mail to the printer, or to one's own private address, is no contact with this customer."""
        self.mail(self.lead, to=self.other)
        self.receive(self.lead, author=self.other)
        self.assertEqual(self.kinds(lead_id=self.lead), [])

    def test_mass_mail_and_software_are_none(self):
        """R074: neither a mass mail nor what the software posts by itself is a contact."""
        self.mail(self.lead, message_type="email_outgoing")
        self.mail(self.lead, message_type="auto_comment")
        robot = self.env.ref("base.partner_root")
        message = self.mail(self.lead)
        message.author_id = robot
        self.assertEqual(self.kinds(lead_id=self.lead), [])

    def test_the_customer_writes(self):
        """R074: what the customer writes is a contact, of nobody of ours."""
        self.receive(self.lead)
        self.receive(self.lead, author=False)
        self.assertEqual(self.kinds(lead_id=self.lead), [("mail", "in", "")] * 2)

    def test_an_automatic_answer_is_none(self):
        """R074: who is away has not answered; mailboxes say so in a header, or in the subject."""
        self.receive(self.lead, sales_office_is_automatic=True)
        self.assertEqual(self.kinds(lead_id=self.lead), [])
        for headers in (
            {"Auto-Submitted": "auto-replied"},
            {"Subject": "自动回复: 年会"},
            {"Subject": "Out of office"},
        ):
            self.assertTrue(self._parse(headers).get("sales_office_is_automatic"), headers)
        self.assertNotIn("sales_office_is_automatic", self._parse({"Subject": "The automatic door"}))

    def _parse(self, headers):
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Message-Id"] = "chen@lotus.example", "us@hotel.example", "<1@lotus.example>"
        for name, value in headers.items():
            mail[name] = value
        mail.set_content("I am away")
        return self.env["mail.thread"].message_parse(mail)

    def test_a_mail_with_an_automatic_answer_comes_in(self):
        """R074: such a mail goes the way of all others, and is no contact."""
        mail = (
            "From: Ms Chen <chen@lotus.example>\nTo: us@hotel.example\nMessage-Id: <2@lotus.example>\n"
            "Auto-Submitted: auto-replied\nSubject: Away\n\nI am away\n"
        )
        known = self.mail(self.lead)
        self.env["mail.thread"].message_process("crm.lead", mail, thread_id=self.lead.id)
        self.assertEqual(self.kinds(lead_id=self.lead), [("mail", "out", "Rob")], known)

    def test_calls(self):
        """R074: a call in which somebody spoke is a contact; what a colleague took for somebody is not theirs."""
        self.call(lead_id=self.lead.id)
        self.call(lead_id=self.lead.id, is_unanswered=True)
        self.call(by=self.clerk, direction="in", lead_id=self.lead.id)
        self.assertEqual(self.kinds(lead_id=self.lead), [("call", "out", "Rob"), ("call", "in", "")])

    def test_meetings(self):
        """R074: a meeting counts once it is over, unless the customer declined."""
        self.meet("2026-03-01 02:00:00", "2026-03-01 03:00:00", opportunity_id=self.lead.id)
        self.meet("2026-03-02 01:00:00", "2026-03-02 03:00:00", opportunity_id=self.lead.id)
        self.assertEqual(self.kinds(lead_id=self.lead), [("meeting", "both", "Rob")])
        lunch = self.meet("2026-03-01 04:00:00", "2026-03-01 05:00:00", guests=self.person | self.customer)
        self.assertEqual(self.kinds(partner_id=self.customer), [("meeting", "both", "Rob")] * 2)
        lunch.attendee_ids.state = "declined"
        self.assertEqual(self.kinds(partner_id=self.customer), [("meeting", "both", "Rob")])

    def test_a_customer_who_is_an_employee(self):
        """R074: a meeting with a colleague, or a mail to one, is no contact, though they are somebody's customer."""
        colleague = self.colleague.user_id.partner_id
        lead = self.make_lead(partner_id=colleague.id)
        self.meet("2026-03-01 04:00:00", "2026-03-01 05:00:00", guests=colleague)
        self.mail(lead, to=colleague)
        self.assertEqual(self.kinds(partner_id=colleague), [])

    def test_quotations(self):
        """R074: a quotation that was sent or given to the customer is a contact, by whoever did it."""
        order = self.as_(self.rep, self.env["sale.order"]).create(
            {"partner_id": self.person.id, "opportunity_id": self.lead.id}
        )
        self.assertEqual(self.kinds(lead_id=self.lead), [])
        order.action_quotation_sent()
        self.assertEqual(self.kinds(lead_id=self.lead), [("quotation", "out", "Rob")])
        self.mail(order)
        self.assertEqual(self.kinds(lead_id=self.lead), [("quotation", "out", "Rob"), ("mail", "out", "Rob")])

    def test_with_the_customer_alone(self):
        """R074: what names no lead counts for all leads of the customer, whichever person it was with."""
        self.call(partner_id=self.person.id)
        self.assertEqual(self.kinds(partner_id=self.customer), [("call", "out", "Rob")])
        self.env.invalidate_all()
        self.assertEqual(str(self.lead.sales_office_last_contact_at), "2026-03-02 02:00:00")

    def test_a_contact_without_a_company(self):
        """R074: a private customer is a customer; so is a lead that nobody has made a contact of."""
        private = self.env["res.partner"].create({"name": "Mr Gao", "email": "gao@home.example"})
        lead = self.make_lead(partner_id=private.id)
        self.mail(lead, to=private)
        self.assertEqual(self.kinds(partner_id=private), [("mail", "out", "Rob")])
        nobody = self.make_lead(partner_id=False, email_from="x@y.example")
        self.receive(nobody, author=False)
        self.assertEqual(self.kinds(lead_id=nobody), [("mail", "in", "")])

    def test_merged_contacts(self):
        """R074: the contacts of a customer who was entered twice are those of the one that stays."""
        twin = self.env["res.partner"].create({"name": "Lotus Travel Ltd", "is_company": True})
        self.call(partner_id=twin.id)
        self.env["base.partner.merge.automatic.wizard"]._merge((twin | self.customer).ids, self.customer)
        self.assertEqual(self.kinds(partner_id=self.customer), [("call", "out", "Rob")])

    def test_read_by_its_number(self):
        """R074: a row is found by its id alone, as an export or the form asks for it."""
        self.call(lead_id=self.lead.id)
        self.mail(self.lead)
        found = self.contacts.search([("lead_id", "=", self.lead.id)])
        self.env.invalidate_all()
        self.assertEqual(sorted(found.mapped("kind")), ["call", "mail"])
        self.assertEqual(found.exists(), found)
        self.assertFalse(self.contacts.browse(found.ids[0] + 12).exists())
        action = found.filtered(lambda contact: contact.kind == "call").action_open_record()
        self.assertEqual(action["res_model"], "sales.office.call")

    def test_a_forged_context(self):
        """R074: which rows are read cannot be said from outside."""
        self.call(lead_id=self.lead.id)
        self.env.flush_all()
        forged = self.contacts.with_context(sales_office_contact_ids=["x"])
        self.assertEqual(len(forged.search([("lead_id", "=", self.lead.id)])), 1)


@freeze_time("2026-03-02 02:00:00")
class TestWhoReadsContacts(CustomerCommon):
    def setUp(self):
        super().setUp()
        self.lead = self.make_lead()
        self.call(lead_id=self.lead.id)
        self.call(partner_id=self.other.id)
        self.env.flush_all()
        self.all = self.contacts.search([("partner_id", "in", (self.customer | self.other).ids)])

    def _seen(self, employee):
        self.env.invalidate_all()
        found = self.as_(employee, self.contacts).search([("id", "in", self.all.ids)])
        return {"lead" if contact.lead_id else "customer" for contact in found}

    def test_who_reads_the_lead(self):
        """R074: whoever has the lead, leads them, or has the whole office."""
        for employee in (self.rep, self.leader, self.manager, self.director, self.clerk, self.relations):
            self.assertEqual(self._seen(employee), {"lead", "customer"}, employee.name)

    def test_other_teams(self):
        """R074: no door leads to the contacts of another team: list, groups, export, number."""
        for employee in (self.rep_south, self.leader_south, self.rep_valley, self.colleague):
            employee.user_id.group_ids += self.env.ref("base.group_allow_export")
            contacts = self.as_(employee, self.contacts)
            domain = [("partner_id", "in", (self.customer | self.other).ids)]
            self.env.invalidate_all()
            self.assertFalse(contacts.search_read(domain, ["date"]), employee.name)
            self.assertFalse(contacts.read_group(domain, ["__count"], ["user_id"]))
            self.assertFalse(contacts.formatted_read_group(domain, ["partner_id"], ["date:max", "__count"]))
            self.assertFalse(contacts.search_count(domain))
            with self.assertRaises(AccessError):
                contacts.browse(self.all.ids).export_data(["date"])
            self.assertFalse(self.as_(employee, self.other).sales_office_last_contact_at)

    def test_the_customers_salesperson(self):
        """R074: whoever looks after a customer reads what colleagues spoke with them."""
        self.other.user_id = self.colleague.user_id
        self.assertEqual(self._seen(self.colleague), {"customer"})
        self.assertEqual(str(self.as_(self.colleague, self.other).sales_office_last_contact_at), "2026-03-02 02:00:00")

    def test_two_companies(self):
        """R074: contacts of one company are not read in another one, by whoever works for both."""
        self.director.user_id.company_ids |= self.company_valley
        valley = self.contacts.with_user(self.director.user_id).with_context(
            allowed_company_ids=self.company_valley.ids
        )
        self.assertFalse(valley.search([("id", "in", self.all.ids)]))


@freeze_time("2026-03-02 02:00:00")
class TestLastContact(CustomerCommon):
    def _find(self, *domain, model="crm.lead", employee=None):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.as_(employee or self.rep, self.env[model]).search(list(domain))

    def test_leads_by_their_last_contact(self):
        """R074: a list is filtered by it: within, longer ago, never."""
        never, long_ago, lately = (self.make_lead(name=name, partner_id=False) for name in ("never", "long", "lately"))
        self.meet("2026-01-05 02:00:00", "2026-01-05 03:00:00", opportunity_id=long_ago.id)
        self.meet("2026-03-01 02:00:00", "2026-03-01 03:00:00", opportunity_id=lately.id)
        own = ("id", "in", (never | long_ago | lately).ids)
        name = "sales_office_last_contact_at"
        self.assertEqual(self._find(own, (name, "=", False)), never)
        self.assertEqual(self._find(own, (name, "<", "-14d")), long_ago)
        self.assertEqual(self._find(own, (name, ">=", "-14d")), lately)
        self.assertEqual(self._find(own, "|", (name, "=", False), (name, "<", "-14d")), never | long_ago)
        for value, found in ((True, never | long_ago), (False, lately)):
            leads = self._find(own, ("sales_office_is_uncontacted", "=", value))
            self.assertEqual(leads, found)
            self.assertEqual(set(leads.mapped("sales_office_is_uncontacted")), {value})
        self.assertEqual(self._find(own, (name, "!=", False)), long_ago | lately)

    def test_sorted_by_their_last_contact(self):
        """R074: so is it sorted, about the lead or with its customer; what nobody was in contact about stands last."""
        never, long_ago, lately = (self.make_lead(name=name, partner_id=False) for name in ("never", "long", "lately"))
        self.meet("2026-01-05 02:00:00", "2026-01-05 03:00:00", opportunity_id=long_ago.id)
        lately.partner_id = self.person
        self.call(partner_id=self.person.id)
        self.env.flush_all()
        leads = self.as_(self.rep, self.env["crm.lead"])
        own = [("id", "in", (never | long_ago | lately).ids)]
        for name in ("sales_office_last_contact_at", "sales_office_last_contact_text"):
            self.assertTrue(leads.fields_get([name])[name]["sortable"])
            with self.assertQueryCount(1):
                found = leads.search(own, order=f"{name} desc nulls last, id")
            self.assertEqual(found, lately + long_ago + never)
            self.assertEqual(leads.search(own, order=f"{name} asc, id"), long_ago + lately + never)
        with self.assertRaises(AccessError):
            self.env["crm.lead"].with_user(self.outsider.user_id).search(own, order="sales_office_last_contact_at")

    def test_filtered_and_sorted_at_once(self):
        """R074, R137: both in one query, by contacts about the lead or with its customer, archived ones as well."""
        name, leads = "sales_office_last_contact_at", self.as_(self.rep, self.env["crm.lead"])
        lost, lately = self.make_lead(partner_id=False, active=False), self.make_lead(partner_id=self.other.id)
        never = self.make_lead(partner_id=False)
        self.meet("2026-01-05 02:00:00", "2026-01-05 03:00:00", opportunity_id=lost.id)
        self.meet("2026-01-06 02:00:00", "2026-01-06 03:00:00", opportunity_id=lately.id)
        self.call(partner_id=self.other.id)
        self.env.flush_all()
        own = [("id", "in", (lost | lately | never).ids), ("active", "in", [True, False])]
        with self.assertQueryCount(1):
            found = leads.search([*own, (name, "!=", False)], order=f"{name} desc, id")
        self.assertEqual(found, lately + lost)
        self.assertEqual(leads.search([*own, (name, "<", "2026-02-01")]), lost)
        self.assertEqual(leads.search_count([*own, "|", (name, "=", False), (name, "<", "2026-02-01")]), 2)

    def test_sorted_by_their_next_step(self):
        """R076: so is it sorted by what comes next; what is overdue is no next step."""
        late, soon, later = (self.make_lead(name=name, partner_id=False) for name in ("late", "soon", "later"))
        for lead, day in ((late, "2026-02-02"), (soon, "2026-03-04"), (later, "2026-03-20")):
            self.plan(lead, day)
        self.env.flush_all()
        leads = self.as_(self.rep, self.env["crm.lead"])
        own = [("id", "in", (late | soon | later).ids)]
        for name in ("sales_office_next_step_on", "sales_office_next_step"):
            self.assertEqual(leads.search(own, order=f"{name} asc, id"), soon + later + late)
            self.assertEqual(leads.search(own, order=f"{name} desc nulls last, id"), later + soon + late)

    def test_customers_by_their_last_contact(self):
        """R074: so is the list of contacts, company and people alike."""
        self.call(partner_id=self.person.id)
        mine = ("id", "in", (self.customer | self.person | self.other).ids)
        name = "sales_office_last_contact_at"
        self.assertEqual(self._find(mine, (name, ">=", "-14d"), model="res.partner"), self.customer | self.person)
        self.assertEqual(self._find(mine, (name, "=", False), model="res.partner"), self.other)

    def test_partners_in_a_constant_number_of_queries(self):
        """R074: so with contacts: one for the last contact, one for the next step."""
        counts = []
        for number in (2, 2, 20):  # the first fills what is remembered
            partners = self.env["res.partner"].create([{"name": f"Customer {count}"} for count in range(number)])
            page = self.as_(self.rep, partners)
            self.env.flush_all()
            self.env.invalidate_all()
            page.mapped("name")
            before = self.env.cr.sql_log_count
            page.read(["sales_office_last_contact_at", "sales_office_next_step"])
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts[1:])

    def test_without_the_room(self):
        """R074: with the room off nothing is asked and nothing shown."""
        lead = self.make_lead()
        self.call(lead_id=lead.id)
        self.switch_off()
        self.env.flush_all()
        lead.mapped("partner_id.commercial_partner_id.name")
        self.company._sales_office_uses("customer")
        with self.assertQueryCount(0):
            self.assertFalse(lead.sales_office_last_contact_at)
            self.assertFalse(lead.sales_office_lacks_step)
        self.assertFalse(self.env["sales.office.lead.response"].search([("lead_id", "=", self.make_lead().id)]))
        order = self.env["sale.order"].create({"partner_id": self.customer.id, "company_id": self.company.id})
        order.action_quotation_sent()
        self.assertFalse(order.sales_office_sent_at)

    def test_the_next_step_of_a_contact(self):
        """R076: planned with the contact, or about a lead that the reader may read."""
        self.plan(self.person, "2026-03-05", summary="Send the menu")
        lead = self.make_lead(partner_id=self.other.id)
        self.meet("2026-03-06 02:00:00", "2026-03-06 03:00:00", opportunity_id=lead.id)
        self.env.flush_all()
        self.assertIn("Send the menu", self.as_(self.rep, self.person).sales_office_next_step)
        self.assertIn("Tasting", self.as_(self.rep, self.other).sales_office_next_step)
        self.assertFalse(self.as_(self.rep_south, self.other).sales_office_next_step)

    def test_contacts_by_their_next_step(self):
        """R076: found as it is shown to the reader: whom something is planned with, or nothing."""
        self.plan(self.person, "2026-03-05", summary="Send the menu")
        self.plan(self.customer, "2026-03-01", summary="Over already")
        lead = self.make_lead(partner_id=self.other.id)
        self.meet("2026-03-06 02:00:00", "2026-03-06 03:00:00", opportunity_id=lead.id)
        self.env.flush_all()
        everybody = self.customer | self.person | self.other
        for employee, planned in ((self.rep, self.person | self.other), (self.rep_south, self.person)):
            partners = self.as_(employee, self.env["res.partner"])
            for operator, found in (("!=", planned), ("=", everybody - planned)):
                domain = [("id", "in", everybody.ids), ("sales_office_next_step", operator, False)]
                self.assertEqual(set(partners.search(domain).ids), set(found.ids))


@freeze_time("2026-03-02 02:00:00")
class TestStepDoors(CustomerCommon):
    def test_the_button_logs_a_call(self):
        """R074: a call is logged from the lead, with its customer and number filled in."""
        lead = self.make_lead(phone="+86 21 5555 0100")
        action = self.as_(self.rep, lead).action_log_sales_office_call()
        calls = self.as_(self.rep, self.env["sales.office.call"]).with_context(**action["context"])
        call = calls.create({"summary": "They take it", "employee_id": self.rep.id})
        self.assertEqual((call.lead_id, call.partner_id, call.direction), (lead, self.customer, "out"))
        self.assertEqual(self.kinds(lead_id=lead), [("call", "out", "Rob")])

    def test_the_button_opens_the_contacts(self):
        """R074: those about the lead, and those with its customer about no lead; not those of another lead."""
        lead, another = self.make_lead(), self.make_lead()
        self.call(lead_id=lead.id)
        self.call(lead_id=another.id)
        self.call(partner_id=self.person.id)
        self.env.flush_all()
        action = self.as_(self.rep, lead).action_open_sales_office_contacts()
        self.assertEqual(self.as_(self.rep, self.contacts).search_count(action["domain"]), 2)
