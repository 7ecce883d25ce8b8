from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..rpc.rpc import core_door, rpc
from ..searching import lasting
from .title import join_title

STATES = [("proposed", "To Confirm"), ("confirmed", "Confirmed"), ("refused", "Refused"), ("withdrawn", "Withdrawn")]


class SalesOfficeAppointment(models.Model):
    """A post that one person proposes and a second one confirms: a role, or the lead of a department (R135).

    Whoever manages access rights gives posts themselves. The policy administrator proposes those that rank above what
    they hand out, and any for themselves. A director confirms them, or for the lowest a manager above the person; a
    director's own post is confirmed by whoever manages access rights. Never by whom it concerns or who proposed it,
    nor by what is only lent to somebody.
    """

    _name = "sales.office.appointment"
    _description = "Appointment to a Post"
    _inherit = "sales.office.member.mixin"
    _order = "id desc"

    employee_id = fields.Many2one(default=False)
    role_id = fields.Many2one("sales.office.role", ondelete="cascade", help="The role that the employee is to hold.")
    led_department_id = fields.Many2one(
        "hr.department",
        string="Department to Lead",
        ondelete="cascade",
        domain=[("sales_office_id", "!=", False)],
        help="The department that the employee is to lead, with everything below it.",
    )
    state = fields.Selection(STATES, required=True, default="proposed", readonly=True, copy=False, index=True)
    proposed_by_id = fields.Many2one(
        "res.users", required=True, readonly=True, copy=False, default=lambda self: self.env.user
    )
    decided_by_id = fields.Many2one("res.users", string="Decided by", readonly=True, copy=False)
    decided_at = fields.Datetime(string="Decided on", readonly=True, copy=False)
    can_confirm = fields.Boolean(compute="_compute_can", search="_search_can_confirm")
    can_withdraw = fields.Boolean(compute="_compute_can")

    _one_post = models.Constraint(
        "CHECK ((role_id IS NULL) != (led_department_id IS NULL))",
        "Choose either a role or a department to lead.",
    )
    _role_uniq = models.UniqueIndex(
        "(employee_id, role_id) WHERE state = 'proposed'", "This role is proposed for the employee already."
    )
    _department_uniq = models.UniqueIndex(
        "(led_department_id) WHERE state = 'proposed'",
        "Somebody is proposed as the leader of this department already.",
    )

    @api.depends("employee_id.name", "role_id.name", "led_department_id.name")
    def _compute_display_name(self):
        for appointment in self:
            post = appointment.role_id or appointment.sudo().led_department_id  # sudo: the name is no secret
            names = (appointment.employee_id.name, post.name)
            appointment.display_name = join_title(*names, by=": ") or ""

    @api.depends("state", "user_id", "proposed_by_id", "role_id", "led_department_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_can(self):
        confirmable = self.filtered_domain(self._get_confirmable_domain())
        for appointment in self:
            appointment.can_confirm = appointment in confirmable
            is_mine = appointment.proposed_by_id == self.env.user
            appointment.can_withdraw = appointment.state == "proposed" and is_mine

    @lasting
    def _search_can_confirm(self, operator, value):
        return self._get_confirmable_domain() if operator == "in" else NotImplemented

    @api.model
    def _get_confirmable_domain(self):
        """Return which proposals the current user may confirm or refuse."""
        user = self.env.user
        others = Domain("user_id", "!=", user.id) & Domain("proposed_by_id", "!=", user.id)
        return Domain("state", "=", "proposed") & others & self._get_rank_domain(user)

    @api.model
    def _get_rank_domain(self, user):
        """Return the posts below the user's own, of people below them."""
        if user.has_group("base.group_erp_manager"):
            return Domain.TRUE
        roles = {
            post: Domain("role_id", "any", self.env["sales.office.role"]._get_below_domain(post))
            for post in ("director", "manager")
        }
        scope = user._get_sales_office_scope(own=True)
        led = Domain("led_department_id.parent_id", "in", scope.department_ids)
        directed = roles["director"] | Domain("led_department_id", "!=", False)
        managed = self._get_scope_domain(scope) & (roles["manager"] | led)
        own = {post: self._get_post_domain(post, own=True) for post in roles}
        return own["director"] & directed | own["manager"] & managed

    @core_door
    @api.model_create_multi
    def create(self, vals_list):
        """Propose posts; what whoever manages access rights enters is given at once.

        :raises AccessError: more is given than person and post
        """
        proposed = super().create(vals_list)
        if not self.env.su and self.env.user.has_group("base.group_erp_manager"):
            proposed._confirm()
        return proposed

    @rpc
    def action_confirm(self):
        """Give the posts, as a second person who stands above them.

        :raises AccessError: proposed by the current user themselves, for themselves, or above their own post
        """
        self._check_confirmer()
        self._confirm()
        return True

    @rpc
    def action_refuse(self):
        """Turn the proposals down, as somebody who might confirm them.

        :raises AccessError: the user could not confirm it
        :raises UserError: decided already
        """
        self._check_confirmer()
        self._decide("refused")
        return True

    @rpc
    def action_withdraw(self):
        """Take back what the current user proposed.

        :raises AccessError: proposed by somebody else
        :raises UserError: decided already
        """
        self.check_access("read")
        if not self.env.su and not all(appointment.proposed_by_id == self.env.user for appointment in self):
            raise AccessError(self.env._("Only who proposed a post takes the proposal back."))
        self._check_open()
        self._decide("withdrawn")
        return True

    def _check_confirmer(self):
        self.check_access("read")
        self._check_open()
        if self.env.su or self.filtered_domain(self._get_confirmable_domain()) == self:
            return
        raise AccessError(
            self.env._(
                "A post is confirmed by a second person: a director, a manager above both person and post, or who "
                "manages access rights; a director's by the latter. Not by whom it is for or who proposed it."
            )
        )

    def _check_open(self):
        self._lock()
        if any(appointment.state != "proposed" for appointment in self):
            raise UserError(self.env._("This has been decided already."))

    def _confirm(self):
        for appointment in self.sudo():  # sudo: who confirms need be neither HR officer nor access rights manager
            if appointment.role_id:
                employee = appointment.employee_id
                employee.sales_office_role_ids = (employee.sales_office_role_ids | appointment.role_id)._reduce()
            else:
                appointment.led_department_id.manager_id = appointment.employee_id
        self._decide("confirmed")

    def _decide(self, state):
        # sudo: closed to writing by hand; the callers check
        self.sudo().write({"state": state, "decided_by_id": self.env.uid, "decided_at": fields.Datetime.now()})
        self.flush_recordset(["state"])  # before anything new is proposed, which the database would refuse

    @api.model
    def _propose(self, pairs):
        """Propose posts: ``pairs`` of employee and role, or employee and department. What waits already goes on."""
        waiting = self._get_waiting()
        missing = [(employee, post) for employee, post in pairs if (employee, post) not in waiting]
        led = [post.id for _employee, post in missing if post._name == "hr.department"]
        # sudo: whoever was proposed for the same department before, by whomever
        replaced = self.sudo().search([("state", "=", "proposed"), ("led_department_id", "in", led)])
        replaced._decide("withdrawn")
        return self.create(
            [
                {
                    "employee_id": employee.id,
                    "role_id" if post._name == "sales.office.role" else "led_department_id": post.id,
                }
                for employee, post in missing
            ]
        )

    @api.model
    def _get_waiting(self):
        """Return ``{(employee, post)}`` of what waits for confirmation in the current company."""
        waiting = self.sudo().search([("state", "=", "proposed"), ("company_id", "=", self.env.company.id)])
        return {
            (appointment.employee_id.sudo(False), (appointment.role_id or appointment.led_department_id).sudo(False))
            for appointment in waiting
        }
