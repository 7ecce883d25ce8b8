from decimal import Decimal

from odoo import models
from odoo.exceptions import UserError

from .periods import NEXT, get_equal_weight, get_last_year, get_parts, get_seasonal_weight
from .sales_office_target import AMOUNTS
from .splitting import split

WAYS = [
    ("equal", "Equally"),
    ("seasonal", "By Season"),
    ("last_year", "Like Last Year"),
    ("hand", "By Hand"),
]
#: who sells, by role
SELLERS = ("sales_office_policy.group_representative", "sales_office_policy.group_team_leader")


class SalesOfficeTarget(models.Model):
    """Splitting a target into its parts (R083, R103)."""

    _inherit = "sales.office.target"

    def action_split(self, by, into="period"):
        """Split each target and return its new parts, which add up to it (by hand: parts of 0 to fill in).

        A share or a mark is not divided: every part is to reach the same.

        :param str by: ``equal``, ``seasonal``, ``last_year`` or ``hand``
        :param str into: ``period``: the next smaller periods; ``team``: the departments below, or the people
        :raise UserError: split already, a week, nobody below, or nothing sold last year to go by
        """
        if by not in dict(WAYS) or into not in ("period", "team"):
            raise UserError(self.env._("Choose how to split, and into what."))
        parts = self.browse()
        for target in self:
            target._check_may_split()
            vals_list = target._prepare_parts_vals(into)
            values = target._get_parts_values(vals_list, by, into)
            for vals, value in zip(vals_list, values, strict=True):
                vals["target_value"] = float(value)
            # sudo: a leader breaks down the target that he was set, but does not set it
            parts |= target.sudo().create(vals_list).sudo(False)
        return parts

    def _check_may_split(self):
        """Whoever leads the owner's department splits, and stands above a person whose target it is."""
        self._check_leads()
        if self.employee_id:
            self._check_settable()
        self._check_in_use()
        if self.child_ids:
            raise UserError(self.env._("%(target)s is split already.", target=self.display_name))

    def _prepare_parts_vals(self, into):
        owner = {"employee_id": self.employee_id.id, "department_id": self.department_id.id}
        common = {"plan_id": self.plan_id.id, "parent_id": self.id, "metric": self.metric}
        if into == "period":
            if self.period_type not in NEXT:
                raise UserError(self.env._("A week is not split any further."))
            kind = NEXT[self.period_type]
            periods = get_parts(self.period_type, self.date_from, self.date_to)
            return [{**common, **owner, "period_type": kind, "date_from": first} for first, _last in periods]
        period = {"period_type": self.period_type, "date_from": self.date_from}
        return [{**common, **period, **below} for below in self._get_owners_below()]

    def _get_owners_below(self):
        """Return the values of the departments right below, or without any of the people who sell in this one."""
        departments = self.env["hr.department"]
        if not self.employee_id:
            departments = self.sudo().department_id.child_ids.filtered("active")
        if departments:
            return [{"department_id": department.id, "employee_id": False} for department in departments]
        people = self.env["hr.employee"] if self.employee_id else self._get_sellers()
        if not people:
            raise UserError(self.env._("There is nobody below to split this among."))
        return [{"employee_id": employee.id, "department_id": self.department_id.id} for employee in people]

    def _get_sellers(self):
        """Return who sells in this department on the first day (sudo), whoever they are today."""
        groups = self.env["res.groups"].union(*map(self.env.ref, SELLERS))
        people = (
            self.env["hr.employee"]
            .sudo()
            .search(
                [
                    ("company_id", "=", self.company_id.id),
                    ("active", "=", True),
                    ("user_id", "!=", False),
                    ("sales_office_role_ids.group_id", "in", groups.ids),
                    ("version_ids.department_id", "=", self.department_id.id),
                ],
                order="name, id",
            )
        )
        periods = people._get_sales_office_periods(self.date_from, self.date_from)
        return people.filtered(
            lambda employee: any(period.version.department_id == self.department_id for period in periods[employee.id])
        )

    def _get_parts_values(self, vals_list, by, into):
        """Return the values of the parts as ``Decimal``."""
        value = Decimal(str(self.target_value))
        if by == "hand":
            return [Decimal(0)] * len(vals_list)
        if not self._is_additive():
            return [value] * len(vals_list)
        return split(value, self._get_weights(vals_list, by, into), self._get_unit())

    def _get_unit(self):
        """Return the smallest step of the metric."""
        if self.metric in AMOUNTS:
            return max(Decimal(str(self.currency_id.rounding)), Decimal("0.01"))
        return Decimal(1)

    def _get_weights(self, vals_list, by, into):
        if by == "last_year":
            return self._get_last_year_weights(vals_list)
        if into == "team":
            if by == "seasonal":
                raise UserError(self.env._("Seasons divide a period, not a team."))
            return [1] * len(vals_list)
        kind = NEXT[self.period_type]
        periods = get_parts(self.period_type, self.date_from, self.date_to)
        if by == "equal":
            return [get_equal_weight(kind, *period) for period in periods]
        weights = self.env["sales.office.season"]._get_weights(self.company_id)
        return [get_seasonal_weight(weights, *period) for period in periods]

    def _get_last_year_weights(self, vals_list):
        """Return what the books say about the same owners and periods a year before."""
        asked = []
        for vals in vals_list:
            part = self.new(vals)
            first, last = get_last_year(part.period_type, part.date_from, part.date_to)
            department = self.env["hr.department"].browse(vals["department_id"])
            asked.append((self.env["hr.employee"].browse(vals["employee_id"] or []), department, first, last))
        weights = self.env["sales.office.achievement"]._get_achieved(self.company_id, self.metric, asked)
        if not any(weight > 0 for weight in weights):
            raise UserError(self.env._("The books say nothing about last year: split in another way."))
        return weights
