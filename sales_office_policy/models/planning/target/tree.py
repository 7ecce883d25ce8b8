from collections import defaultdict
from decimal import Decimal
from itertools import islice

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools.misc import formatLang

from ...books.metrics import AMOUNTS
from ...organization.splitting import split
from .periods import NEXT, get_equal_weight, get_last_year, get_parts, get_period, get_seasonal_weight
from .target import ADDITIVE

WAYS = [
    ("equal", "Equally"),
    ("seasonal", "By Season"),
    ("last_year", "Like Last Year"),
    ("hand", "By Hand"),
]
#: who sells, by role
SELLERS = ("sales_office_policy.group_representative", "sales_office_policy.group_team_leader")


class SalesOfficeTarget(models.Model):
    """What is a part of what: one tree per plan, each target split along one axis (R083, R103).

    What does not add up is shown, and resolved or explained before the team is told.
    """

    _inherit = "sales.office.target"

    part_count = fields.Integer(string="Number of Parts", compute="_compute_difference", store=True)
    parts_value = fields.Float(string="Sum of Parts", digits=(16, 2), compute="_compute_difference", store=True)
    difference = fields.Float(
        digits=(16, 2),
        compute="_compute_difference",
        store=True,
        help="Target less the sum of its parts; 0 for a share or a mark, which is no sum.",
    )
    difference_reason = fields.Text(string="Why the Parts Differ", readonly=True, copy=False)

    @api.depends("target_value", "metric", "child_ids.target_value")
    def _compute_difference(self):
        for target in self:
            parts = target.child_ids
            target.part_count = len(parts)
            target.parts_value = sum(parts.mapped("target_value")) if target._is_additive() else 0
            differs = parts and target._is_additive()
            target.difference = round(target.target_value - target.parts_value, 2) if differs else 0

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

    def _check_owners(self):
        """A part's owner is below that of the whole and counts in no other part of it.

        Asked when owners are chosen: who moves later, or whose department does, stays where they were counted.
        """
        for target in self.sudo().filtered("parent_id"):
            if target._get_axis() != "team":
                continue
            department, owner = target.department_id, target.parent_id.department_id
            others = target.parent_id.child_ids - target
            if not department._is_sales_office_part(owner):
                raise ValidationError(
                    self.env._(
                        "%(target)s is not below %(owner)s.", target=target.display_name, owner=owner.display_name
                    )
                )
            for other in others:
                above = not other.employee_id and department._is_sales_office_part(other.department_id)
                below = not target.employee_id and other.department_id._is_sales_office_part(department)
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

    def _get_wholes(self):
        """Return the targets this one is a part of."""
        return self.browse(int(id_) for id_ in self.parent_path.split("/")[:-2])

    @api.model
    def _get_published_values(self, departments, metric, month):
        """Return ``{department: its published target of that month}``; without one, the sum of those below it."""
        targets = self.search(
            Domain("active", "=", True)
            & Domain("published_at", "!=", False)
            & Domain("metric", "=", metric)
            & Domain("period_type", "=", "month")
            & Domain("date_from", "=", month)
            & Domain("department_id", "child_of", departments.ids)
        )
        values = {}
        for department in departments:
            own = targets.filtered(lambda t, d=department: t.department_id == d and not t.employee_id)
            below = targets.filtered(lambda t, d=department: t.department_id._is_sales_office_part(d))
            found = own or below.filtered(lambda t, b=below: not any(p in b for p in t._get_wholes()))
            if found:
                values[department] = sum(found.mapped("target_value"))
        return values

    def _is_additive(self):
        return self.metric in ADDITIVE

    def _check_adds_up(self):
        for target in self.filtered(lambda target: target.difference and not target.difference_reason):
            raise UserError(
                self.env._(
                    "The parts of %(target)s differ from it by %(difference)s: "
                    "resolve that, or accept it with a reason.",
                    target=target.display_name,
                    difference=target.difference,
                )
            )

    def _forget_difference_reason(self):
        """A reason is about one difference: with another one it has to be given again."""
        self.sudo().filtered("difference_reason").difference_reason = False

    def _check_may_split(self):
        """Whoever leads the owner's department splits, and stands above a person whose target it is.

        Of two at once the second is run again by Odoo, and finds the parts of the first.
        """
        self._check_leads()
        self.filtered("employee_id")._check_settable()
        self._check_in_use()
        self._lock()
        for target in self.filtered("child_ids"):
            raise UserError(self.env._("%(target)s is split already.", target=target.display_name))

    def _prepare_split(self, by, into):
        """Return the values of the new parts of all these targets."""
        sellers = self._get_sellers() if into == "team" else {}
        parts = {target: target._prepare_parts_vals(into, sellers) for target in self}
        weights = self._get_weights(parts, by, into)
        for target, vals_list in parts.items():
            for vals, value in zip(vals_list, target._get_parts_values(weights[target]), strict=True):
                vals["target_value"] = float(value)
        return [vals for target in self for vals in parts[target]]

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
        return self._find_sellers(self.company_id, self.department_id, set(self.mapped("date_from")))

    @api.model
    def _find_sellers(self, companies, departments, days):
        """Return ``{(department id, day): who sells there on that day (sudo)}``, by name."""
        groups = self.env["res.groups"].union(*map(self.env.ref, SELLERS))
        people = (
            self.env["hr.employee"]
            .sudo()
            .search(
                [
                    ("company_id", "in", companies.ids),
                    ("active", "=", True),
                    ("user_id", "!=", False),
                    ("sales_office_role_ids.group_id", "in", groups.ids),
                    ("version_ids.department_id", "in", departments.ids),
                ],
                order="name, id",
            )
        )
        sellers = defaultdict(people.browse)
        if not days:
            return sellers
        for employee_id, periods in people._get_sales_office_periods(min(days), max(days)).items():
            for period in periods:
                for day in days:
                    if period.first <= day <= period.last:
                        sellers[period.version.department_id.id, day] |= people.browse(employee_id)
        return {key: people & found for key, found in sellers.items()}

    def _get_parts_values(self, weights):
        """Return the values of the parts as ``Decimal``, nothing for a part without a weight."""
        value = Decimal(str(self.target_value))
        if None in weights:
            return [Decimal(0)] * len(weights)
        return split(value, weights, self._get_unit()) if self._is_additive() else [value] * len(weights)

    def _get_unit(self):
        """Return the smallest step of the metric."""
        return self._get_unit_of(self.metric, self.currency_id)

    @api.model
    def _get_unit_of(self, metric, currency):
        return max(Decimal(str(currency.rounding)), Decimal("0.01")) if metric in AMOUNTS else Decimal(1)

    def _set_values(self, values):
        """Write ``{target: value}`` (sudo) and a note on each, in as many queries for many as for a few.

        The caller has locked them and checked who sets them.
        """
        if not values:
            return
        bodies = {
            target.id: self.env._(
                "Target: %(before)s → %(after)s",
                before=formatLang(self.env, target.target_value, digits=2),
                after=formatLang(self.env, value, digits=2),
            )
            for target, value in values.items()
        }
        # tracking would write each note by itself
        for target in self.with_context(tracking_disable=True):
            if target in values:
                target.target_value = values[target]
        self.browse(bodies)._message_log_batch(bodies, author_id=self.env.user.partner_id.id)

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
        return self._get_period_weights(by)

    def _get_period_weights(self, by):
        """Return ``{target: weights of the next smaller periods}``, equal ones or those of the seasons."""
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
