from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ...organization.many import Many
from ...organization.searching import lasting


class Setter(NamedTuple):
    """Somebody, and what says whose targets they set: called with a plan, a department and a person (all sudo)."""

    user: models.Model
    directed: tuple  # ids of the companies in which they are director
    managed: tuple
    led: tuple
    departments: frozenset  # ids of those they lead
    superiors: frozenset  # ids of those above them

    def __call__(self, plan, department, employee):
        """Return whether they set the target of the person, or of the department."""
        if (employee or department.manager_id).user_id == self.user:
            return not employee and self._sets_own(plan, department)
        if employee:
            return employee.id not in self.superiors and self._reaches(plan, department, self.led)
        return self._reaches(plan, department, self.managed)

    def _sets_own(self, plan, department):
        """Return whether they set the target of the department that they manage themselves."""
        if plan.state == "draft":
            return self._reaches(plan, department, self.managed)
        return plan.company_id.id in self.directed and department == plan.department_id

    def _reaches(self, plan, department, posts):
        company = plan.company_id.id
        return company in self.directed or company in posts and department.id in self.departments


class SalesOfficeTarget(models.Model):
    """Who sees and changes which target, and when it stands still.

    A person's target is set by those above them, a department's by managers above its own; before the plan is
    approved its manager writes the plan's own targets too, since a director approves them. What the owner was
    asked about stands still until they dispute it or it is taken back with a reason.
    """

    _inherit = "sales.office.target"

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

    @lasting
    def _search_is_owner(self, operator, value):
        if operator != "in":
            return NotImplemented
        managed = Domain("department_id", "in", self.env.user._get_sales_office_scope().managed_ids)
        return Domain("user_id", "=", self.env.uid) | Domain("employee_id", "=", False) & managed

    @api.depends("employee_id", "department_id", "user_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_in_office_scope(self):
        """Somebody's target is in the scope of those above them only, a department's of who leads it."""
        scope = self.env.user._get_sales_office_scope()
        for target in self:
            target.in_office_scope = target.department_id.id in scope.department_ids and not (
                target.employee_id and (target.employee_id.id in scope.superior_ids or target.user_id == self.env.user)
            )

    @lasting
    def _search_in_office_scope(self, operator, value):
        if operator != "in":
            return NotImplemented
        scope = self.env.user._get_sales_office_scope()
        people = Domain("employee_id", "not in", scope.superior_ids) & Domain("user_id", "!=", self.env.uid)
        return Domain("department_id", "in", scope.department_ids) & (Domain("employee_id", "=", False) | people)

    def _get_many(self):
        return {
            **super()._get_many(),
            "accept": Many(self.env._("Accept"), ["proposed"], "is_owner", self.env._("is accepted by its owner")),
            "propose": Many(
                self.env._("Propose to the Owner"),
                ["draft", "disputed"],
                "can_set",
                self.env._("is set by who stands above its owner"),
            ),
        }

    def _get_obstacles(self, operation):
        waiting = self.filtered(lambda target: not target.active or target.plan_state != "approved")
        return dict.fromkeys(waiting, self.env._("its year plan is not approved, or closed")) | super()._get_obstacles(
            operation
        )

    @api.depends("department_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_is_for_me(self):
        mine = self.env.user._get_sales_office_own_line()
        for target in self:
            target.is_for_me = target.department_id.id in mine

    @lasting
    def _search_is_for_me(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("department_id", "in", self.env.user._get_sales_office_own_line())

    @api.depends("owner_id", "in_office_scope", "plan_id.state")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_can_set(self):
        settable = self._get_settable()
        for target in self:
            target.can_set = target in settable

    def _get_settable(self):
        """Return the targets that the user sets and decides: they lead the owner and are not the owner."""
        return self if self.env.su else self.sudo()._get_set_by_user().sudo(False)

    def _get_set_by_user(self):
        """Return the targets (sudo, since a leader reads no draft of their own) that the user behind sets."""
        may_set = self._get_may_set()
        (self.employee_id | self.department_id.manager_id).fetch(["user_id"])  # no more is read of them
        return self.filtered(lambda target: may_set(target.plan_id, target.department_id, target.employee_id))

    @api.model
    def _get_may_set(self):
        """Return the :class:`Setter` that the user behind is."""
        user = self.env.user
        posts = (user._get_sales_office_companies(post) for post in ("director", "manager", "team_leader"))
        scope = user._get_sales_office_scope()
        return Setter(user, *posts, frozenset(scope.department_ids), frozenset(scope.superior_ids))

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

    def _check_owner(self):
        self.check_access("read")
        if not all(target.is_owner for target in self) and not self.env.su:
            raise AccessError(self.env._("Only the owner of a target accepts or disputes it."))

    def _check_in_use(self):
        for target in self.sudo().filtered(lambda target: target.plan_id.state == "closed" or not target.active):
            raise UserError(self.env._("The plan of %(target)s is closed.", target=target.display_name))

    def _check_plan_approved(self):
        if waiting := self.plan_id.filtered(lambda plan: plan.state != "approved"):
            raise UserError(self.env._("%(plan)s is not approved.", plan=waiting[0].display_name))

    def _get_publishable(self):
        """Return (sudo) those of these targets not published yet that are proposed, or the user's to propose."""
        fresh = self.sudo().filtered(lambda target: not target.published_at)
        drafts = fresh.filtered(lambda target: target.state == "draft")
        return fresh - (drafts - drafts.with_env(self.env)._get_settable())
