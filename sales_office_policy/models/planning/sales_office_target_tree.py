from odoo import api, models
from odoo.exceptions import ValidationError


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
            if len(set(parent.child_ids.mapped(lambda part: part._get_axis()))) > 1 or not target._get_axis():
                raise ValidationError(
                    self.env._(
                        "%(target)s is split either into periods or among departments and people, not both.",
                        target=parent.display_name,
                    )
                )

    def _get_axis(self):
        """Return along what this is a part: ``period`` or ``team``, or nothing if it is no part at all."""
        parent = self.parent_id
        same_owner = self.employee_id == parent.employee_id and (
            self.employee_id or self.department_id == parent.department_id
        )
        if same_owner and self.period_type != parent.period_type:
            return "period"
        if same_owner or parent.employee_id or self.period_type != parent.period_type:
            return ""
        # a person counts by his department on the first day of the year, whatever team he is in later
        below = (self.department_id.parent_path or "").startswith(parent.department_id.parent_path)
        return "team" if below else ""

    def _is_of_plan(self):
        """Return whether this is a target of the plan's own department, which the plan's approval agrees."""
        return not self.employee_id and self.department_id == self.plan_id.department_id

    def _is_like(self, other):
        """Return whether this asks the same of the same owner for the same period."""
        names = ("department_id", "employee_id", "period_type", "date_from", "metric", "target_value")
        return all(self[name] == other[name] for name in names)
