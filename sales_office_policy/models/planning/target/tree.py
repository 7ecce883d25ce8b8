from odoo import api, models
from odoo.exceptions import ValidationError

from ...organization.rpc.rpc import core_door


class SalesOfficeTarget(models.Model):
    """What is a part of what: one tree per plan, each target split along one axis (R103)."""

    _inherit = "sales.office.target"

    @api.constrains("plan_id", "department_id", "employee_id", "date_from", "date_to")
    def _check_plan(self):
        for target in self.sudo():
            if target.date_from.year != target.plan_id.year:
                raise ValidationError(self.env._("%(target)s is not in the plan's year.", target=target.display_name))
            top = target.plan_id.department_id.parent_path
            if target.company_id != target.plan_id.company_id or (
                not target.parent_id and not (target.department_id.parent_path or "").startswith(top)
            ):
                raise ValidationError(
                    self.env._("%(target)s is not below the plan's department.", target=target.display_name)
                )

    @api.constrains("parent_id", "plan_id", "metric", "period_type", "department_id", "employee_id", "date_from")
    def _check_parent(self):
        self.env["sales.office.target"].browse({*self.ids, *self.sudo().child_ids.ids})._check_place()

    def _check_place(self):
        """A part is of the same metric and either a shorter period of its owner or of somebody below."""
        for target in self.sudo().filtered("parent_id"):
            parent = target.parent_id
            if target.plan_id != parent.plan_id or target.metric != parent.metric:
                raise ValidationError(self.env._("A part belongs to the same plan and metric as its whole."))
            if not parent.date_from <= target.date_from <= target.date_to <= parent.date_to:
                raise ValidationError(self.env._("The part %(target)s exceeds its period.", target=target.display_name))
            kinds = {(part._get_axis(), part.period_type) for part in parent.child_ids}
            if len(kinds) > 1 or not target._get_axis():
                raise ValidationError(
                    self.env._(
                        "%(target)s is split either into periods of one kind or among those below, not both.",
                        target=parent.display_name,
                    )
                )

    def _get_axis(self):
        """Return along what this is a part: ``period`` or ``team``, or nothing if it is no part at all."""
        parent = self.parent_id
        same_owner = self.employee_id == parent.employee_id and (
            self.employee_id or self.department_id == parent.department_id
        )
        if same_owner:
            return "period" if self.period_type != parent.period_type else ""
        return "" if parent.employee_id or self.period_type != parent.period_type else "team"

    @core_door
    @api.model_create_multi
    def create(self, vals_list):
        targets = super().create(vals_list)
        targets.filtered(lambda target: not target.sudo().previous_id)._check_owners()
        return targets

    @core_door
    def write(self, vals):
        result = super().write(vals)
        if not {"parent_id", "employee_id", "department_id"}.isdisjoint(vals):
            self._check_owners()
        return result

    def _check_owners(self):
        """A part's owner is below that of the whole and counts in no other part of it.

        Asked when owners are chosen: who moves later, or whose department does, stays where he was counted.
        """
        for target in self.sudo().filtered("parent_id"):
            if target._get_axis() != "team":
                continue
            path, owner = target.department_id.parent_path or "", target.parent_id.department_id
            others = target.parent_id.child_ids - target
            if not path.startswith(owner.parent_path):
                raise ValidationError(
                    self.env._(
                        "%(target)s is not below %(owner)s.", target=target.display_name, owner=owner.display_name
                    )
                )
            for other in others:
                above = not other.employee_id and path.startswith(other.department_id.parent_path)
                below = not target.employee_id and (other.department_id.parent_path or "").startswith(path)
                if above or below:
                    raise ValidationError(
                        self.env._(
                            "%(target)s counts in %(other)s already.",
                            target=(target if above else other).display_name,
                            other=(other if above else target).display_name,
                        )
                    )

    def _is_of_plan(self):
        """Return whether this is a target of the plan's own department, which the plan's approval agrees."""
        return not self.employee_id and self.department_id == self.plan_id.department_id
