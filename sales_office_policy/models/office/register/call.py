from odoo import api, fields, models
from odoo.exceptions import UserError

from ...organization.rpc.rpc import core_door, rpc


class SalesOfficeCall(models.Model):
    """A telephone call, noted while one speaks: who, what about, for whom, and by when to call back (R029)."""

    _name = "sales.office.call"
    _description = "Telephone Call"
    _inherit = "sales.office.register.mixin"
    _order = "call_at desc, id desc"
    _rec_names_search = ["contact_name", "phone", "summary"]
    _register_date_field = "call_at"

    direction = fields.Selection([("in", "Incoming Call"), ("out", "Outgoing Call")], required=True, default="in")
    call_at = fields.Datetime(string="Time", required=True, default=fields.Datetime.now, index=True)
    duration = fields.Integer(string="Duration (Minutes)", aggregator="sum")
    phone = fields.Char(string="Phone Number")
    contact_name = fields.Char(string="Spoke With")
    summary = fields.Text(required=True)
    employee_id = fields.Many2one(string="For", required=True, default=lambda self: self.env.user.employee_id)
    callback_by = fields.Datetime(string="Call Back By", tracking=True)
    is_done = fields.Boolean(string="Done", readonly=True, copy=False, tracking=True, index=True)
    done_at = fields.Datetime(readonly=True, copy=False)
    done_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    is_overdue = fields.Boolean(string="Overdue", compute="_compute_is_overdue")
    phone_link = fields.Char(string="Call", compute="_compute_phone_link", help="Dials the number.")

    _duration_positive = models.Constraint("CHECK (duration >= 0)", "The minutes of a call are not negative.")
    _callback_idx = models.Index("(callback_by) WHERE callback_by IS NOT NULL AND is_done IS NOT TRUE")

    @api.depends("contact_name", "partner_id", "phone", "direction", "call_at")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for call in self:
            who = call.contact_name or call.sudo().partner_id.name or call.phone or self.env._("unknown")
            if call.direction == "out":
                call.display_name = self.env._("Call to %(who)s", who=who)
            else:
                call.display_name = self.env._("Call from %(who)s", who=who)

    @api.depends("callback_by", "is_done")
    def _compute_is_overdue(self):
        now = fields.Datetime.now()
        for call in self:
            call.is_overdue = bool(call.callback_by) and not call.is_done and call.callback_by < now

    @api.depends("phone")
    def _compute_phone_link(self):
        for call in self:
            number = call._format_number(call.phone)
            call.phone_link = f"tel:{number}" if number else False

    @api.onchange("phone")
    def _onchange_phone(self):
        """Find the customer by the number, however it is written."""
        if self.phone and not self.partner_id:
            self.partner_id = self._find_partner(self.phone)

    @api.onchange("partner_id")
    def _onchange_partner_id(self):
        if self.partner_id:
            self.phone = self.phone or self.partner_id.phone
            if not self.contact_name and not self.partner_id.is_company:
                self.contact_name = self.partner_id.name

    @core_door
    @api.model_create_multi
    def create(self, vals_list):
        """Register calls: the caller is found by their number, and who has to call back is asked to."""
        for vals in vals_list:
            if vals.get("phone") and "partner_id" not in vals:
                vals["partner_id"] = self._find_partner(vals["phone"]).id
        calls = super().create(vals_list)
        calls.filtered("callback_by")._ask_callback()
        return calls

    @core_door
    def write(self, vals):
        """Change calls; another employee or time asks for the call back anew."""
        result = super().write(vals)
        if not {"callback_by", "employee_id"}.isdisjoint(vals):
            self._ask_callback()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_followed(self):
        if any(call.is_done or call.lead_ids or call.complaint_at for call in self):
            raise UserError(self.env._("A call that something became of stays in the register."))

    @rpc
    def action_done(self):
        """Note that these calls were returned, or need nothing more.

        :raises AccessError: neither the clerk nor whom the call was for
        :raises UserError: done already
        """
        self._check_handler()
        self._lock()
        if any(call.is_done for call in self):
            raise UserError(self.env._("This call is done already."))
        calls = self.sudo()  # sudo: by whom and when is written by this method only
        calls.write({"is_done": True, "done_at": fields.Datetime.now(), "done_by_id": self.env.uid})
        calls._end_activities()

    @rpc
    def action_reopen(self):
        """Take a mark made by mistake away.

        :raises AccessError: neither the clerk nor whom the call was for
        """
        self._check_handler()
        calls = self.sudo()  # sudo: as in action_done
        calls.write({"is_done": False, "done_at": False, "done_by_id": False})
        calls._ask_callback()

    def _ask_callback(self):
        """Remind the employee of each call that is to be returned."""
        calls = self.sudo()  # sudo: the clerk asks for somebody else
        (calls - calls.filtered("callback_by"))._end_activities()
        for call in calls.filtered(lambda call: call.callback_by and not call.is_done):
            zone = call.office_id._get_sales_office_tz(call.company_id)
            call.with_context(tz=zone)._ask(
                "user_id",
                lambda call: call.env._("Call back: %(who)s", who=call.contact_name or call.phone or ""),
                "callback_by",
                kind="mail.mail_activity_data_call",
            )

    @api.model
    def _format_number(self, phone):
        """Return the number as it is dialled from abroad, or without blanks where it is none of a public network."""
        country = self.env.company.country_id
        formatted = phone and self._phone_format(number=phone, country=country)
        return formatted or (phone or "").replace(" ", "") or False

    @api.model
    def _find_partner(self, phone):
        """Return the one contact with this number, as far as the user may see contacts; none when it is not clear."""
        Partner = self.env["res.partner"]
        numbers = {number for number in (phone.strip(), self._format_number(phone)) if number and len(number) >= 3}
        national = self._phone_format(number=phone, country=self.env.company.country_id, force_format="NATIONAL")
        numbers |= {national} if national else set()
        if not numbers or not Partner.has_access("read"):
            return Partner
        partners = Partner.search([("phone_mobile_search", "in", list(numbers))], limit=10)
        if len(partners) > 1:
            # the company itself, when the others are its people
            partners = partners.filtered(lambda partner: partner == partner.commercial_partner_id)
        return partners if len(partners) == 1 else Partner

    def _get_entry_text(self):
        self.ensure_one()
        return self.summary or ""

    def _prepare_lead_vals(self):
        contact = {"contact_name": self.contact_name}
        return {**super()._prepare_lead_vals(), **contact, **({} if self.partner_id else {"phone": self.phone})}
