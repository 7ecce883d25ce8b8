from odoo import api, fields, models
from odoo.exceptions import UserError

from ...organization.rpc.rpc import core_door


class SalesOfficeVisitor(models.Model):
    """Somebody from outside who is received, with host, purpose and badge (R020, R031)."""

    _name = "sales.office.visitor"
    _description = "Visitor"
    _inherit = "sales.office.register.mixin"
    _order = "expected_at desc, id desc"
    _rec_names_search = ["name", "organization", "badge"]
    _register_date_field = "expected_at"
    _guarded_fields = frozenset(
        {"state", "arrived_at", "left_at", "closes_at", "signed_in_by_id", "signed_out_by_id", "reason"}
    )

    name = fields.Char(string="Visitor", required=True, tracking=True)
    organization = fields.Char(string="Comes From", help="Company or place the visitor comes from.")
    phone = fields.Char()
    employee_id = fields.Many2one(string="Host", required=True, default=lambda self: self.env.user.employee_id)
    purpose = fields.Char(help="What the visit is about.")
    companion_count = fields.Integer(string="Accompanied By", help="People who come along with the visitor.")
    people_count = fields.Integer(string="Persons", compute="_compute_people_count", store=True)
    badge = fields.Char(string="Badge Number", tracking=True)
    expected_at = fields.Datetime(required=True, default=fields.Datetime.now, index=True)
    expected_until = fields.Datetime(help="For the calendar only.")
    arrived_at = fields.Datetime(string="In", readonly=True, copy=False)
    signed_in_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    left_at = fields.Datetime(string="Out", readonly=True, copy=False)
    signed_out_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    closes_at = fields.Datetime(
        string="Office Closes", readonly=True, copy=False, help="Nobody from outside is left in the office then."
    )
    reason = fields.Char(readonly=True, copy=False, help="Why the time out was recorded later, or the visit cancelled.")
    is_left_behind = fields.Boolean(
        string="Still Inside at Closing", compute="_compute_is_left_behind", search="_search_is_left_behind"
    )
    state = fields.Selection(
        [("expected", "Announced"), ("inside", "Inside"), ("left", "Left"), ("cancelled", "Cancelled")],
        required=True,
        default="expected",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
        group_expand="_group_expand_states",
    )

    _companions_positive = models.Constraint(
        "CHECK (companion_count >= 0)", "The number of people who come along is not negative."
    )
    _badge_uniq = models.UniqueIndex(
        "(office_id, company_id, badge) WHERE state = 'inside' AND badge IS NOT NULL",
        "Another visitor who is inside wears this badge.",
    )
    _inside_idx = models.Index("(closes_at) WHERE state = 'inside'")

    @api.depends("name", "organization", "partner_id")
    def _compute_display_name(self):
        for visitor in self:
            origin = visitor.organization or visitor.sudo().partner_id.name
            visitor.display_name = f"{visitor.name} ({origin})" if visitor.name and origin else visitor.name or origin

    @api.depends("companion_count")
    def _compute_people_count(self):
        for visitor in self:
            visitor.people_count = 1 + visitor.companion_count

    @api.depends("state", "closes_at")
    def _compute_is_left_behind(self):
        now = fields.Datetime.now()
        for visitor in self:
            visitor.is_left_behind = visitor.state == "inside" and bool(visitor.closes_at) and visitor.closes_at <= now

    def _search_is_left_behind(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("state", "=", "inside"), ("closes_at", "<=", fields.Datetime.now())]

    @api.onchange("partner_id")
    def _onchange_partner_id(self):
        if self.partner_id and not self.phone:
            self.phone = self.partner_id.phone

    @api.model
    def _group_expand_states(self, states, domain):
        return ["expected", "inside", "left"]

    @core_door
    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._clean_badge(vals) for vals in vals_list])

    @core_door
    def write(self, vals):
        if not self.env.su and any(visitor._is_closed() for visitor in self):
            raise UserError(self.env._("This visit is over: its entry in the register stands as it is."))
        return super().write(self._clean_badge(vals))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_received(self):
        if any(visitor.arrived_at or visitor.lead_ids or visitor.complaint_at for visitor in self):
            raise UserError(self.env._("A visitor who was here stays in the register."))

    @api.model
    def _clean_badge(self, vals):
        """Return ``vals`` with the badge as it is compared: without blanks, in capitals."""
        return {**vals, "badge": (vals["badge"] or "").strip().upper() or False} if "badge" in vals else vals

    def _is_closed(self):
        return self.state in ("left", "cancelled")

    def _get_entry_title(self):
        self.ensure_one()
        return self.env._("Visit of %(visitor)s", visitor=self.display_name)

    def _get_entry_text(self):
        self.ensure_one()
        return self.purpose or ""

    def _prepare_lead_vals(self):
        contact = {"contact_name": self.name, "phone": self.phone, "partner_name": self.organization}
        return {**super()._prepare_lead_vals(), **(contact if not self.partner_id else {"contact_name": self.name})}
