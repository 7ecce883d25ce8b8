from odoo.fields import Command
from odoo.tools import SQL

from ..common import SalesOfficeCommon


class CustomerCommon(SalesOfficeCommon):
    """The office on Monday, 2 March 2026, 10:00 in Shanghai; Lotus Travel with Ms Chen, and Bamboo Printing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        partners = cls.env["res.partner"]
        cls.customer = partners.create({"name": "Lotus Travel", "is_company": True, "email": "office@lotus.example"})
        cls.person = partners.create({"name": "Ms Chen", "parent_id": cls.customer.id, "email": "chen@lotus.example"})
        cls.other = partners.create({"name": "Bamboo Printing", "is_company": True, "email": "print@bamboo.example"})
        cls.contacts = cls.env["sales.office.contact"]

    def make_lead(self, employee=None, by=None, since=None, **values):
        """Return a lead (sudo) of ``employee``'s that ``by`` made; the clock of the database says it was ``since``."""
        employee = employee or self.rep
        values = {
            "name": "Annual meeting",
            "type": "opportunity",
            "partner_id": self.customer.id,
            "user_id": employee.user_id.id,
            **values,
        }
        lead = self.as_(by or self.leader, self.env["crm.lead"]).create(values)
        lead = lead.sudo().with_user(self.env.user).with_context(self.env.context)
        return self.date_back(lead, since) if since else lead

    def date_back(self, lead, moment):
        """Have a lead be as old as that: Odoo writes down when by the clock of the database."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL("UPDATE crm_lead SET create_date = %s, date_open = %s WHERE id = %s", moment, moment, lead.id)
        )
        self.env.invalidate_all()
        return lead

    def mail(self, record, employee=None, to=None, status="sent", **values):
        """Post what ``employee`` writes to somebody, as if the mail server had said ``status``."""
        values = {"body": "Good morning", "message_type": "comment", "subtype_xmlid": "mail.mt_comment"} | values
        author = (employee or self.rep).user_id.partner_id
        to = self.person if to is None else to
        message = record.sudo().message_post(author_id=author.id, partner_ids=to.ids, **values)
        message.notification_ids.filtered(lambda sent: sent.notification_type == "email").notification_status = status
        self.env.flush_all()
        return message

    def receive(self, record, author=None, **values):
        """Post what the customer wrote back."""
        author = self.person if author is None else author
        message = record.sudo().message_post(
            body="Thank you",
            message_type="email",
            subtype_xmlid="mail.mt_comment",
            **({"author_id": author.id} if author else {"email_from": "stranger@nowhere.example", "author_id": False}),
            **values,
        )
        self.env.flush_all()
        return message

    def call(self, employee=None, by=None, **values):
        employee = employee or self.rep
        values = {"direction": "out", "summary": "Rooms in May", "employee_id": employee.id, **values}
        return self.as_(by or employee, self.env["sales.office.call"]).create(values)

    def meet(self, start, stop, employee=None, guests=None, **values):
        user = (employee or self.rep).user_id
        guests = self.env["res.partner"] if guests is None else guests
        return self.env["calendar.event"].create(
            {
                "name": "Tasting",
                "start": start,
                "stop": stop,
                "user_id": user.id,
                "partner_ids": [Command.set((user.partner_id | guests).ids)],
                **values,
            }
        )

    def plan(self, lead, day, employee=None, **values):
        kind = self.env.ref("mail.mail_activity_data_call")
        values = {"user_id": (employee or self.rep).user_id.id, "automated": False, **values}
        return lead.activity_schedule(activity_type_id=kind.id, date_deadline=day, **values)

    def kinds(self, **conditions):
        """Return ``[(kind, direction, by whom)]`` of the contacts, the oldest first."""
        self.env.flush_all()
        self.env.invalidate_all()
        domain = [(name, "=", record.id) for name, record in conditions.items()]
        found = self.contacts.search(domain, order="date, id")
        return [(contact.kind, contact.direction, contact.user_id.name or "") for contact in found]

    def switch_on(self, code, **values):
        check = self.env.ref(f"sales_office_policy.check_{code}")
        check.write({"mode": "notify", "enforced_from": "2026-01-01", **values})
        return check

    def find(self, code, **values):
        """Return ``[(whose, day)]`` that a check finds in March."""
        self.env.flush_all()
        self.env.invalidate_all()
        check = self.switch_on(code, **values)
        check.run("2026-03-01", "2026-03-31")
        findings = self.env["sales.office.finding"].search([("check_id", "=", check.id), ("state", "=", "open")])
        return [(finding.employee_id.name, str(finding.date)) for finding in findings.sorted("date")]

    def today(self, employee):
        self.env.flush_all()
        self.env.invalidate_all()
        lines = self.as_(employee, self.env["sales.office.today"]).get_lines()
        return {line["key"]: line for line in lines if line["room"] == "customer"}

    def switch_off(self, company=None):
        (company or self.company).sales_office_room_ids -= self.env.ref("sales_office_policy.room_customer")
        self.env.invalidate_all()
