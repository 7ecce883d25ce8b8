from datetime import datetime

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_datetime

from ...organization.rpc.rpc import core_door, rpc


class SalesOfficeVisitor(models.Model):
    """Somebody from outside who is received, with host, purpose and badge (R020, R031)::

        expected --sign in--> inside --sign out--> left
            |
            +--cancel--> cancelled

    The clerk of the office or the host does it, each with one click.
    """

    _name = "sales.office.visitor"
    _description = "Visitor"
    _inherit = "sales.office.register.mixin"
    _order = "expected_at desc, id desc"
    _rec_names_search = ["name", "organization", "badge"]
    _register_date_field = "expected_at"

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
        """Register visitors; badges are noted without blanks and in capitals, so that one is not handed out twice."""
        return super().create([self._clean_badge(vals) for vals in vals_list])

    @core_door
    def write(self, vals):
        """Change visits that are not over.

        :raises UserError: the visit is over
        """
        return super().write(self._clean_badge(vals))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_received(self):
        if any(visitor.arrived_at or visitor.lead_ids or visitor.complaint_at for visitor in self):
            raise UserError(self.env._("A visitor who was here stays in the register."))

    @rpc
    def action_sign_in(self):
        """Let these visitors in; each host is told, in their language.

        :raises UserError: not expected any more, or another visitor wears the badge
        """
        self._check_handler()
        self._lock()
        self._check_state("expected")
        self._check_badge_free()
        now = fields.Datetime.now()
        for visitor in self.sudo():  # sudo: state and times are written by these methods only
            closes_at = visitor.office_id._get_sales_office_closes_at(now, visitor.company_id)
            visitor.write(
                {"state": "inside", "arrived_at": now, "signed_in_by_id": self.env.uid, "closes_at": closes_at}
            )
        self._notify_users(
            "user_id",
            lambda visitor: visitor.env._("Your visitor is here: %(visitor)s", visitor=visitor.display_name),
        )
        self.flush_recordset()  # the index settles a race for the badge here, not somewhere later

    @rpc
    def action_sign_out(self):
        """Let these visitors out now."""
        self._sign_out(fields.Datetime.now(), False)

    @rpc
    def action_sign_out_at(self, left_at: datetime, reason: str):
        """Record that these visitors left earlier, which nobody noted then.

        :param datetime left_at: naive, UTC; after they came and not in the future
        :param str reason: why it was not recorded in time, kept with the entry
        :raises UserError: no reason, or a time before they came or to come
        """
        reason = self._check_reason(reason)
        for visitor in self:
            if left_at > fields.Datetime.now() or visitor.arrived_at and left_at < visitor.arrived_at:
                raise UserError(
                    self.env._(
                        "%(visitor)s: the time out lies between the time in and now.", visitor=visitor.display_name
                    )
                )
        self._sign_out(left_at, reason)
        self.env["sales.office.check"]._trigger()

    @rpc
    def action_cancel(self, reason: str):
        """Note that these visitors do not come.

        :param str reason: kept with the entry
        :raises AccessError: neither the clerk nor the host
        :raises UserError: here or gone already, or no reason given
        """
        self._check_handler()
        reason = self._check_reason(reason)
        self._lock()
        self._check_state("expected")
        self.sudo().write({"state": "cancelled", "reason": reason})  # sudo: as in action_sign_in

    @api.model
    def _clean_badge(self, vals):
        """Return ``vals`` with the badge as it is compared: without blanks, in capitals."""
        return {**vals, "badge": (vals["badge"] or "").strip().upper() or False} if "badge" in vals else vals

    def _check_editable(self, vals):
        if any(visitor.state in ("left", "cancelled") for visitor in self):
            raise UserError(self.env._("This visit is over: its entry in the register stands as it is."))

    def _sign_out(self, left_at, reason):
        self._check_handler()
        self._lock()
        self._check_state("inside")
        values = {"state": "left", "left_at": left_at, "signed_out_by_id": self.env.uid, "reason": reason}
        visitors = self.sudo()  # sudo: as in action_sign_in
        visitors.write(values)
        visitors._end_activities()

    def _check_badge_free(self):
        """Raise a ``UserError`` if somebody wears the badge, naming a visitor whose entry the user may read.

        The index settles what happens at the same time.
        """
        # sudo: a badge is taken even if the user may not see by whom; the clerk does
        others = self.sudo().search(
            [("office_id", "in", self.office_id.ids), ("state", "=", "inside"), ("badge", "in", self.mapped("badge"))]
        )
        worn = {(other.office_id, other.company_id, other.badge): other for other in others if other.badge}
        for visitor in self:
            other = worn.get((visitor.office_id.sudo(), visitor.company_id.sudo(), visitor.badge))
            if other and not other.sudo(False).has_access("read"):
                raise UserError(
                    self.env._("Badge %(badge)s is worn by a visitor already. Choose another one.", badge=visitor.badge)
                )
            if other:
                raise UserError(
                    self.env._(
                        "%(visitor)s wears badge %(badge)s. Sign them out or choose another badge.",
                        visitor=other.display_name,
                        badge=visitor.badge,
                    )
                )

    def _get_breach_text(self):
        """Return in words how long the visitor stayed after the office closed."""
        self.ensure_one()
        zone = self.office_id._get_sales_office_tz(self.company_id)
        facts = {
            "visitor": self.display_name,
            "closes": format_datetime(self.env, self.closes_at, tz=zone, dt_format="short"),
        }
        if not self.left_at:
            return self.env._("%(visitor)s was still inside when the office closed at %(closes)s.", **facts)
        left = format_datetime(self.env, self.left_at, tz=zone, dt_format="short")
        return self.env._("%(visitor)s left at %(left)s; the office closed at %(closes)s.", left=left, **facts)

    def _get_entry_title(self):
        self.ensure_one()
        return self.env._("Visit of %(visitor)s", visitor=self.display_name)

    def _get_entry_text(self):
        self.ensure_one()
        return self.purpose or ""

    def _prepare_lead_vals(self):
        contact = {"contact_name": self.name, "phone": self.phone, "partner_name": self.organization}
        return {**super()._prepare_lead_vals(), **(contact if not self.partner_id else {"contact_name": self.name})}
