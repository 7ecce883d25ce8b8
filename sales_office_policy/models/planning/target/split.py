from collections import defaultdict
from decimal import Decimal
from itertools import islice

from odoo import fields, models
from odoo.exceptions import UserError

from ...books.metrics import AMOUNTS
from ...organization.record.row_lock import lock_rows
from ...organization.rpc.argument_types import Choice
from ...organization.rpc.rpc import rpc
from .periods import NEXT, get_equal_weight, get_last_year, get_parts, get_period, get_seasonal_weight
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

    @rpc
    def action_split(
        self,
        by: Choice("by", "sales.office.target.split"),
        into: Choice("into", "sales.office.target.split") = "period",
    ):
        """Split each target and return its new parts, which add up to it (by hand: parts of 0 to fill in).

        A share or a mark is not divided: every part is to reach the same.

        :param str by: ``equal``, ``seasonal``, ``last_year`` or ``hand``
        :param str into: ``period``: the next smaller periods; ``team``: the departments below, or the people
        :raise UserError: split already, a week, nobody below, or nothing sold last year to go by
        """
        self._check_may_split()
        sellers = self._get_sellers() if into == "team" else {}
        parts = {target: target._prepare_parts_vals(into, sellers) for target in self}
        weights = self._get_weights(parts, by, into)
        for target, vals_list in parts.items():
            for vals, value in zip(vals_list, target._get_parts_values(weights[target]), strict=True):
                vals["target_value"] = float(value)
        # sudo: a leader breaks down the target that he was set, but does not set it
        return self.sudo().create([vals for target in self for vals in parts[target]]).sudo(False)

    def _check_may_split(self):
        """Whoever leads the owner's department splits, and stands above a person whose target it is.

        Of two at once the second is run again by Odoo, and finds the parts of the first.
        """
        self._check_leads()
        self.filtered("employee_id")._check_settable()
        self._check_in_use()
        lock_rows(self)
        for target in self.filtered("child_ids"):
            raise UserError(self.env._("%(target)s is split already.", target=target.display_name))

    def _prepare_parts_vals(self, into, sellers):
        owner = {"employee_id": self.employee_id.id, "department_id": self.department_id.id}
        common = {"plan_id": self.plan_id.id, "parent_id": self.id, "metric": self.metric}
        if into == "period":
            if self.period_type not in NEXT:
                raise UserError(self.env._("A week is not split any further."))
            kind = NEXT[self.period_type]
            periods = get_parts(self.period_type, self.date_from, self.date_to)
            return [{**common, **owner, "period_type": kind, "date_from": first} for first, _last in periods]
        period = {"period_type": self.period_type, "date_from": self.date_from}
        return [{**common, **period, **below} for below in self._get_owners_below(sellers)]

    def _get_owners_below(self, sellers):
        """Return the values of the departments right below, or without any of the people who sell in this one."""
        departments = self.env["hr.department"]
        if not self.employee_id:
            departments = self.sudo().department_id.child_ids.filtered("active")
        if departments:
            return [{"department_id": department.id, "employee_id": False} for department in departments]
        people = () if self.employee_id else sellers.get((self.department_id.id, self.date_from), ())
        if not people:
            raise UserError(self.env._("There is nobody below to split this among."))
        return [{"employee_id": employee.id, "department_id": self.department_id.id} for employee in people]

    def _get_sellers(self):
        """Return ``{(department id, first day): who sells there on that day (sudo)}``, whoever they are today."""
        groups = self.env["res.groups"].union(*map(self.env.ref, SELLERS))
        people = (
            self.env["hr.employee"]
            .sudo()
            .search(
                [
                    ("company_id", "in", self.company_id.ids),
                    ("active", "=", True),
                    ("user_id", "!=", False),
                    ("sales_office_role_ids.group_id", "in", groups.ids),
                    ("version_ids.department_id", "in", self.department_id.ids),
                ],
                order="name, id",
            )
        )
        sellers = defaultdict(people.browse)
        for day in set(self.mapped("date_from")):
            for employee_id, periods in people._get_sales_office_periods(day, day).items():
                for department in {period.version.department_id.id for period in periods}:
                    sellers[department, day] |= people.browse(employee_id)
        return {key: people & found for key, found in sellers.items()}

    def _get_parts_values(self, weights):
        """Return the values of the parts as ``Decimal``, nothing for a part without a weight."""
        value = Decimal(str(self.target_value))
        if None in weights:
            return [Decimal(0)] * len(weights)
        return split(value, weights, self._get_unit()) if self._is_additive() else [value] * len(weights)

    def _get_unit(self):
        """Return the smallest step of the metric."""
        if self.metric in AMOUNTS:
            return max(Decimal(str(self.currency_id.rounding)), Decimal("0.01"))
        return Decimal(1)

    def _get_weights(self, parts, by, into):
        """Return ``{target: weights of its parts}``, None for what is filled in by hand.

        :param dict parts: ``{target: values of its parts}``
        """
        if by == "last_year":
            return self._get_last_year_weights(parts)
        if by == "seasonal" and into == "team" and any(target._is_additive() for target in self):
            raise UserError(self.env._("Seasons divide a period, not a team."))
        if by == "hand" or into == "team":
            weight = None if by == "hand" else 1
            return {target: [weight] * len(vals_list) for target, vals_list in parts.items()}
        seasons = {company: self.env["sales.office.season"]._get_weights(company) for company in self.company_id}
        result = {}
        for target in self:
            kind, months = NEXT[target.period_type], seasons[target.company_id]
            periods = get_parts(target.period_type, target.date_from, target.date_to)
            result[target] = [
                get_equal_weight(kind, *period) if by == "equal" else get_seasonal_weight(months, *period)
                for period in periods
            ]
        return result

    def _get_last_year_weights(self, parts):
        """Return ``{target: what the books say about the owners and periods of its parts a year before}``."""
        result = {target: [1] * len(vals_list) for target, vals_list in parts.items()}
        additive = self.filtered(lambda target: target._is_additive())
        for (company, metric), targets in additive.grouped(lambda target: (target.company_id, target.metric)).items():
            wanted = [vals for target in targets for vals in parts[target]]
            people = self.env["hr.employee"].browse({vals["employee_id"] for vals in wanted if vals["employee_id"]})
            questions = [self._get_question(vals, people) for vals in wanted]
            answers = iter(self.env["sales.office.books"]._get_values(company, metric, questions))
            result |= {target: list(islice(answers, len(parts[target]))) for target in targets}
        if any(not any(weight > 0 for weight in weights) for weights in result.values()):
            raise UserError(self.env._("The books say nothing about last year: split in another way."))
        return result

    def _get_question(self, vals, people):
        """Return owner, one of ``people``, and days of the part with ``vals`` a year before, to ask the books."""
        kind, first = vals["period_type"], fields.Date.to_date(vals["date_from"])
        employee = people.browse(vals["employee_id"] or []).with_prefetch(people.ids)
        department = self.env["hr.department"].browse(vals["department_id"])
        return employee, department, *get_last_year(kind, first, get_period(kind, first)[1])
