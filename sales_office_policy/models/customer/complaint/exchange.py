from markupsafe import Markup

from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import email_normalize, parse_contact_from_email, plaintext2html

from ...organization.record.protected_mixin import Reason
from ...organization.rpc.rpc import core_door, rpc
from .complaint import KNOWN


class SalesOfficeComplaint(models.Model):
    """What goes to a customer about a complaint and what comes back; complaints that come by e-mail (R051, R085).

    What somebody writes to the address of the settings becomes a complaint; what a machine writes there does not, see
    ``mail_thread``. The sender is found among the contacts by their address; one who is not known is kept with name and
    address, and becomes a contact with the first answer.
    """

    _inherit = "sales.office.complaint"

    def _get_talk_reasons(self):
        """Return what is asked before something is said to the customer or noted that they said it."""
        said = ("text", "wish")
        return {
            "acknowledge_by_phone": Reason(
                self.env._("Acknowledged by Telephone"),
                self.env._("Say whom you spoke with and what you told them."),
                shown=said,
            ),
            "ask_customer": Reason(
                self.env._("Ask the Customer"),
                self.env._(
                    "It is sent to the customer where they have an e-mail address. The clock stands still meanwhile."
                ),
                shown=("text",),
            ),
            "resume": Reason(
                self.env._("The Customer Has Answered"),
                self.env._("Say what they answered; the clock goes on."),
                shown=("waiting_text",),
                is_optional=True,
            ),
            "answer": Reason(
                self.env._("Send the Answer"),
                self.env._("It is sent to the customer by e-mail, as you write it here."),
                shown=said,
            ),
            "answer_by_phone": Reason(
                self.env._("Answered by Telephone"),
                self.env._("Say what you told the customer, and what they said to it."),
                shown=said,
            ),
        }

    @core_door
    @api.model
    def message_new(self, msg_dict, custom_values=None):
        """Take a complaint down that came by e-mail, whoever sent it.

        :raises AccessError: no mail brought it
        """
        if not self.env.su:
            raise AccessError(self.env._("E-mails become complaints by themselves. Take one down with its form."))
        given = custom_values if isinstance(custom_values, dict) else {}
        company = self.env["res.company"].browse(given.get("sales_office_company", self.env.company.id)).exists()
        company = company or self.env.company
        complaints = self.with_company(company).with_context(allowed_company_ids=company.ids)
        handler = complaints._find_handler(company)
        sender = msg_dict.get("email_from") or ""
        name, address = parse_contact_from_email(sender)
        partner = complaints._find_sender(msg_dict, address)
        values = {
            "subject": msg_dict.get("subject") or self.env._("Without a subject"),
            "channel": "email",
            "employee_id": handler.id,
            "partner_id": partner.id,
            "contact_name": name or partner.name,
            "email_from": address or sender,
        }
        return super(SalesOfficeComplaint, complaints).message_new(msg_dict, values).with_env(self.env)

    @core_door
    def message_update(self, msg_dict, update_vals=None):
        """Let the clock go on when the customer who was asked has written.

        :raises AccessError: not the current user's to change; a mail comes as superuser
        """
        self.check_access("write")
        result = super().message_update(msg_dict, update_vals)
        if not self.env.su:  # no mail brought it
            return result
        author = self.env["res.partner"].browse(msg_dict.get("author_id") or 0).exists()
        written = not author.user_ids.filtered(lambda user: user._is_internal())
        if written and not msg_dict.get("sales_office_is_automatic"):  # whoever is away has said nothing
            waiting = self.filtered(lambda complaint: complaint.waiting_since and complaint._is_from_customer(author))
            waiting._resume(self.env._("The customer has written."))
        return result

    def _is_from_customer(self, author):
        """Return whether the customer of this complaint (sudo) wrote a mail, as far as it is known who did."""
        customer = self.partner_id.commercial_partner_id
        if not author or not customer or author.commercial_partner_id == customer:
            return True
        known = {email_normalize(address) for address in (self.email_from, self.partner_id.email) if address}
        return author.email_normalized in known

    @rpc(one=True)
    def action_ask_customer(self, text: str):
        """Ask the customer something; the clock to answer stands still until they have said it.

        :param str text: the question; it is sent where the customer has an e-mail address
        :raises UserError: not acknowledged, asked already, or no words
        """
        self._check_handler()
        complaint = self._begin(*KNOWN)
        text = self._check_reason(text)
        if complaint.waiting_since:
            raise UserError(self.env._("The customer is asked something already."))
        if complaint._get_address():
            self._mail_customer(text)
        else:
            complaint._note_call(text)
        complaint._wait_for_customer(text)

    @rpc
    def action_resume(self, text: str = ""):
        """Let the clock of complaints go on: the customer has said what they were asked.

        :param str text: what it was
        :raises UserError: nobody was asked
        """
        self._check_handler()
        complaints = self._begin(*KNOWN)
        if not all(complaint.waiting_since for complaint in complaints):
            raise UserError(self.env._("The customer is not asked anything."))
        complaints._resume(text.strip())

    @api.model
    def _make_of(self, source, values):
        """Make a complaint of another record: a call, a letter, a visit (R038).

        :param source: the record (sudo); who asks was checked by the caller
        :param dict values: what it says: ``subject``, ``text``, ``partner_id``, ``channel``
        :return: the complaint (sudo)
        """
        company = source.company_id
        # sudo: whoever takes it down need not be able to give it to somebody
        complaints = self.sudo().with_company(company).with_context(allowed_company_ids=company.ids)
        department = source.department_id if "department_id" in source._fields else None
        handler = complaints._find_handler(company, department)
        return complaints.create(
            {"employee_id": handler.id, "res_model": source._name, "res_id": source.id, **values}
        ).with_env(self.sudo().env)

    @api.model
    def _find_sender(self, msg_dict, address):
        """Return the contact with the sender's address, none who works here."""
        partner = self.env["res.partner"].sudo()  # sudo: found for whoever looks after it
        author = partner.browse(msg_dict.get("author_id") or 0).exists()
        normalized = email_normalize(address)
        if not author and normalized:
            companies = (self.env.company.id, False)
            found = [("email_normalized", "=", normalized), ("company_id", "in", companies)]
            author = partner.search(found, order="is_company, id", limit=1)
        is_ours = author.user_ids.filtered(lambda user: user._is_internal())
        is_here = author.company_id in (self.env.company, author.company_id.browse())
        return author if is_here and not is_ours else author.browse()

    def _get_address(self):
        """Return the e-mail address of the customer (sudo), if there is one."""
        return self.partner_id.email or self.email_from

    def _check_address(self):
        for complaint in self:
            if not complaint._get_address():
                raise UserError(
                    self.env._(
                        "%(complaint)s: the customer has no e-mail address. Speak with them, and note that.",
                        complaint=complaint.display_name,
                    )
                )

    def _ensure_customer(self):
        """Return the contact to write to (sudo); a sender who was none becomes one."""
        complaint = self.sudo()  # sudo: whoever answers may make their sender a contact
        if not complaint.partner_id.email and complaint.email_from:
            found = complaint._partner_find_from_emails_single([complaint.email_from])
            if not complaint.partner_id:
                complaint.partner_id = found
            return found
        return complaint.partner_id

    def _mail_customer(self, text):
        """Send the customer a message of the current user's about this complaint; replies come back to it."""
        partner = self._ensure_customer()
        self.message_post(
            body=plaintext2html(text),
            subject=self.display_name,
            partner_ids=partner.ids,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )

    def _mail_customer_template(self, template):
        """Send the customer what a template says about this complaint, in their language."""
        partner = self._ensure_customer()
        # sudo: whoever looks after a complaint writes no templates
        written = template.sudo()._generate_template(self.ids, ("body_html", "subject"))[self.id]
        self.message_post(
            body=Markup(written["body_html"]),
            subject=written["subject"],
            partner_ids=partner.ids,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )

    def _note_call(self, text):
        """Write down what was said by telephone about these (sudo); it is a call of the office, where it keeps them."""
        calls = self.env["sales.office.call"].sudo()  # sudo: of whoever looks after it
        for complaint in self:
            link = Markup()
            if complaint.company_id._sales_office_uses("office"):
                call = calls.with_company(complaint.company_id).create(complaint._prepare_call_vals(text))
                link = call._get_html_link()
            complaint._message_log(body=Markup("%s %s") % (plaintext2html(text), link))

    def _prepare_call_vals(self, text):
        own = self.env.user.sudo().employee_ids.filtered(lambda employee: employee.company_id == self.company_id)
        person = self.partner_id.name if not self.partner_id.is_company else False
        return {
            "direction": "out",
            "summary": text,
            "partner_id": self.partner_id.id,
            "contact_name": person if self.contact_name == self.partner_id.name else self.contact_name or person,
            "phone": self.phone or self.partner_id.phone,
            "employee_id": (own[:1] or self.employee_id).id,
        }
