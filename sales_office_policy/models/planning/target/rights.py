from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ...organization.rpc.rpc import core_door
from .target import AGREED


class SalesOfficeTarget(models.Model):
    """Who sees and changes which target.

    A person's target is set by those above him, a department's by managers above its own; before the plan is
    approved its manager writes the plan's own targets too, since a director approves them. What the owner was
    asked about stands still until he disputes it or it is taken back with a reason.
    """

    _inherit = "sales.office.target"

    _decided_values = {
        "state": "draft",
        "reason": False,
        "published_at": False,
        "published_by_id": False,
        "difference_reason": False,
        "active": True,
        "previous_id": False,
        "achieved_snapshot": 0.0,
        "progress_snapshot": 0.0,
        "refreshed_at": False,
    }

    # the owner is named, or the department of somebody else's employee could come with a context
    _never_by_context = frozenset({"employee_id", "department_id"})

    owner_id = fields.Many2one(
        "hr.employee",
        compute="_compute_owner_id",
        compute_sudo=True,
        help="The employee, or who manages the department.",
    )
    is_owner = fields.Boolean(compute="_compute_owner_id", search="_search_is_owner", compute_sudo=True)
    can_set = fields.Boolean(compute="_compute_can_set", help="The current user may change and publish it.")
    is_for_me = fields.Boolean(
        compute="_compute_is_for_me", search="_search_is_for_me", help="Of the user's own department or one above it."
    )

    @api.depends("employee_id", "department_id.manager_id")
    @api.depends_context("uid")
    def _compute_owner_id(self):
        for target in self:
            target.owner_id = target.employee_id or target.department_id.manager_id
            target.is_owner = target.owner_id.user_id == self.env.user

    def _search_is_owner(self, operator, value):
        if operator != "in":
            return NotImplemented
        managed = Domain("employee_id", "=", False) & Domain("department_id.manager_id.user_id", "=", self.env.uid)
        return Domain("user_id", "=", self.env.uid) | managed

    @api.depends("employee_id", "department_id", "user_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_in_office_scope(self):
        """Somebody's target is in the scope of those above him only, a department's of who leads it."""
        scope = self.env.user._get_sales_office_scope()
        for target in self:
            target.in_office_scope = target.department_id.id in scope.department_ids and not (
                target.employee_id and (target.employee_id.id in scope.superior_ids or target.user_id == self.env.user)
            )

    def _search_in_office_scope(self, operator, value):
        if operator != "in":
            return NotImplemented
        scope = self.env.user._get_sales_office_scope()
        people = Domain("employee_id", "not in", scope.superior_ids) & Domain("user_id", "!=", self.env.uid)
        return Domain("department_id", "in", scope.department_ids) & (Domain("employee_id", "=", False) | people)

    @api.depends("department_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_is_for_me(self):
        mine = self._get_my_departments()
        for target in self:
            target.is_for_me = target.department_id.id in mine

    def _search_is_for_me(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("department_id", "in", list(self._get_my_departments()))

    @api.model
    def _get_my_departments(self):
        """Return the ids of the user's own departments and those above them."""
        paths = self.env.user._get_sales_office_employees().department_id.mapped("parent_path")
        return {int(id_) for path in paths for id_ in path.split("/") if id_}

    @api.depends("owner_id", "in_office_scope", "plan_id.state")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_can_set(self):
        settable = self._get_settable()
        for target in self:
            target.can_set = target in settable

    def _get_settable(self):
        """Return the targets that the user sets and decides: he leads the owner and is not the owner."""
        return self if self.env.su else self.sudo()._get_set_by_user().sudo(False)

    def _get_set_by_user(self):
        """Return the targets (sudo, since a leader reads no draft of his own) that the user behind sets."""
        directed, managed, led = map(self._where_post, ("director", "manager", "team_leader"))
        superiors = self.env.user._get_sales_office_scope().superior_ids

        def is_settable(target):
            director = target in directed
            if target.employee_id:
                leader = target in led and target.in_office_scope
                return leader or director and not target.is_owner and target.employee_id.id not in superiors
            if not (director or target in managed and target.in_office_scope):
                return False
            return not target.is_owner or target.plan_id.state == "draft" or director and target._is_of_plan()

        return self.filtered(is_settable)

    def _check_settable(self):
        """Raise an ``AccessError`` unless the user sets all of these targets."""
        self.check_access("read")
        if refused := self - self._get_settable():
            raise AccessError(
                self.env._(
                    "%(target)s is not yours to set: that is for who stands above its owner.",
                    target=refused[0].display_name,
                )
            )

    @core_door
    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [
            {name: value for name, value in vals.items() if name != "department_id" or not vals.get("employee_id")}
            for vals in vals_list
        ]
        targets = super().create(vals_list)
        targets._check_may_change()
        targets.parent_id._check_leads()
        targets.filtered("manual_value")._check_may_measure()
        targets.sudo().parent_id._forget_difference_reason()
        return targets

    @core_door
    def write(self, vals):
        if vals.get("employee_id"):
            vals = {name: value for name, value in vals.items() if name != "department_id"}
        agreed = not AGREED.isdisjoint(vals)
        before = self.sudo().parent_id if agreed else self.browse()
        result = super().write(vals)
        if agreed:
            self._check_may_change()
            if vals.get("parent_id"):
                self.parent_id._check_leads()
            (self.sudo() | before | self.sudo().parent_id)._forget_difference_reason()
        return result

    def _check_write(self, vals):
        if not AGREED.isdisjoint(vals):
            self._check_may_change()
        if "manual_value" in vals:
            self._check_may_measure()
        if "department_id" in vals and any(target.employee_id for target in self):
            raise UserError(self.env._("The department of a person's target is his own on its first day."))
        return super()._check_write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_agreed(self):
        self._check_may_change()
        if not self.env.su:
            self.sudo().with_context(active_test=False).search([("id", "child_of", self.ids)])._check_not_agreed()
        self.sudo().parent_id._forget_difference_reason()

    def _check_may_measure(self):
        """Raise an ``AccessError`` unless the user enters what these came to: never their owner, but for a director."""
        if self.env.su:
            return
        self._check_settable()
        if self.filtered("is_owner") - self._where_post("director"):
            raise AccessError(self.env._("Who stands above the owner of a target enters what was measured."))

    def _check_may_change(self):
        """Refuse what is not the user's to set and what stands still (not for superuser)."""
        if self.env.su:
            return
        self._check_settable()
        for target in self.sudo():
            plan = target.plan_id
            if plan.state == "closed" or plan.state != "draft" and target._is_of_plan():
                raise UserError(self.env._("The plan is locked: make a new version of it."))
            if plan.supersedes_id and target.previous_id and target.date_to < plan.date_from:
                raise UserError(self.env._("What ended before the new version stays as it was."))
        self.sudo()._check_not_agreed()

    def _check_not_agreed(self):
        for target in self.filtered(lambda target: target.state not in ("draft", "disputed")):
            raise UserError(self.env._("%(target)s is agreed. Take it back first.", target=target.display_name))
