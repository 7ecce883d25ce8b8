from datetime import date
from itertools import pairwise

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools.misc import format_date, formatLang

from ...organization.record.phrases import join_phrases
from ...organization.rpc.rpc import core_door
from ..statement.statement import format_period


class SalesOfficeCommissionPlanMember(models.Model):
    """An employee paid by a plan from one day to another, both included.

    A mid-period change needs no proration: what counts is the date of each invoice.
    """

    _name = "sales.office.commission.plan.member"
    _description = "Commission Plan Member"
    _inherit = "sales.office.protected.mixin"
    _order = "plan_id, date_from, id"
    _rec_name = "employee_id"

    plan_id = fields.Many2one("sales.office.commission.plan", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="plan_id.company_id", store=True)
    employee_id = fields.Many2one(
        "hr.employee", required=True, index=True, ondelete="restrict", domain="[('company_id', '=', company_id)]"
    )
    user_id = fields.Many2one(
        "res.users",
        string="Salesperson",
        compute="_compute_user_id",
        store=True,
        index=True,
        help="Who reads the plan and does not approve it. Kept when the user is taken off the employee, for leavers. "
        "Whose sales count on which days follows from the employee's memberships.",
    )
    led_department_ids = fields.Many2many(
        "hr.department",
        string="Departments Led",
        compute="_compute_led_department_ids",
        store=True,
        readonly=False,
        domain="[('company_id', 'in', (company_id, False))]",
        context={"active_test": False},  # one that is given up was led all the same
        ondelete="restrict",
        help="What is sold in these departments and all below them counts for them where a rule credits the leader. "
        "When they hand a department over, end this line and begin another one.",
    )
    weight = fields.Float(
        digits=(16, 4), default=1.0, help="Their weight where a rule credits the team; all the same: equal shares."
    )
    date_from = fields.Date(required=True, default=lambda self: fields.Date.start_of(fields.Date.today(), "month"))
    date_to = fields.Date(help="Last day in the plan; empty while it goes on.")

    guarantee = fields.Text(
        string="Guaranteed", compute="_compute_guarantee", help="For each period; for the first and the last by days."
    )

    _dates_ordered = models.Constraint(
        "CHECK (date_to IS NULL OR date_from <= date_to)", "A member's last day must not be before the first day."
    )
    _weight_range = models.Constraint("CHECK (weight >= 0)", "A weight is 0 or above.")

    @api.depends("employee_id")
    def _compute_led_department_ids(self):
        managed = self.env["hr.department"].search([("manager_id", "in", self.employee_id.ids)]).grouped("manager_id")
        for member in self:
            member.led_department_ids = managed.get(member.employee_id)

    @api.depends("employee_id.user_id")
    def _compute_user_id(self):
        today = fields.Date.today()
        for member in self:
            over = member.date_to and member.date_to < today
            member.user_id = (over and member.user_id) or member.employee_id.user_id or member.user_id

    @api.depends(
        "date_from", "date_to", "plan_id.date_from", "plan_id.date_to", "plan_id.period_type",
        "plan_id.draw_amount", "plan_id.guarantee_days",
    )  # fmt: skip
    @api.depends_context("lang")
    def _compute_guarantee(self):
        for member in self:
            known = member.plan_id.draw_amount and member.date_from and member.plan_id.date_from
            member.guarantee = "\n".join(member._describe_guarantee()) if known else False

    @api.constrains("plan_id", "employee_id", "date_from", "date_to")
    def _check_overlap(self):
        dated = self.plan_id.member_ids.filtered("date_from")  # one being typed may not have begun yet
        for members in dated.grouped(lambda m: (m.plan_id, m.employee_id)).values():
            for member, following in pairwise(members.sorted("date_from")):
                if not member.date_to or member.date_to >= following.date_from:
                    raise ValidationError(
                        self.env._(
                            "%(name)s is in the plan twice at the same time: end the first period before the next.",
                            name=member.employee_id.name,
                        )
                    )

    @api.constrains("plan_id", "employee_id")
    def _check_member(self):
        for member in self:
            if member.employee_id.company_id != member.plan_id.company_id:
                raise ValidationError(self.env._("%(name)s works for another company.", name=member.employee_id.name))
            if member.user_id and member.user_id == member.plan_id.approved_by_id:
                raise ValidationError(
                    self.env._("%(name)s approved this plan and cannot be paid by it.", name=member.employee_id.name)
                )

    @core_door
    @api.model_create_multi
    def create(self, vals_list):
        """Enter members, and say so in the chatter of an approved plan.

        :raises AccessError: the plan is approved and the user no director, or it is themselves
        :raises UserError: the plan is closed
        """
        members = super().create(vals_list)
        members._check_may_change()
        members._log_change()
        return members

    @core_door
    def write(self, vals):
        """Change members, and say so in the chatter of an approved plan; plan and person only in drafts.

        :raises AccessError: the plan is approved and the user no director, or it is themselves
        :raises UserError: the plan is closed, or plan or person of an approved one would change
        """
        self.check_access("write")
        self._check_may_change()
        if {"plan_id", "employee_id"} & vals.keys():
            self.plan_id._check_open()
        result = super().write(vals)
        self._check_may_change()
        self._log_change()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_locked(self):
        self.plan_id._check_open()

    def _check_may_change(self):
        """People come and go under an approved plan, but only a director says so, and never about themselves."""
        approved = self.filtered(lambda m: m.plan_id.state != "draft")
        if not approved or self.env.su:
            return
        if "closed" in approved.plan_id.mapped("state"):
            raise UserError(self.env._("This plan is closed: change the members of the version that followed it."))
        if not approved.plan_id._is_post_held("director"):
            raise AccessError(self.env._("The plan is approved: only a director can change who is in it."))
        if self.env.user in approved.user_id:
            raise AccessError(self.env._("Nobody decides about their own commission: ask another director."))

    def _log_change(self):
        """Leave a trace of who came and went under an approved plan."""
        for plan, members in self.filtered(lambda m: m.plan_id.state != "draft").grouped("plan_id").items():
            days = [(m.employee_id.name, format_date(self.env, m.date_from), m.date_to) for m in members]
            lines = [f"{name}: {first} – {format_date(self.env, last) or '…'}" for name, first, last in days]
            members = join_phrases(self.env, lines)
            plan.message_post(body=self.env._("Members changed: %(members)s", members=members))

    def _get_days(self):
        """Return the first and the last day of the membership, within those of the plan."""
        plan = self.plan_id
        last = min(self.date_to or date.max, plan.date_to or date.max)
        return max(self.date_from, plan.date_from), last

    def _count_days(self, date_from, date_to):
        """Return on how many days of these they are in the plan."""
        first, last = self._get_days()
        return max((min(last, date_to) - max(first, date_from)).days + 1, 0)

    def _is_between(self, date_from, date_to):
        """Whether they are in the plan on any of the days."""
        first, last = self._get_days()
        return first <= last and first <= date_to and last >= date_from

    def _describe_guarantee(self):
        """Yield e.g. "March 2026: 483.87 (15 of 31 days)" and "Then 1,000.00"."""
        plan = self.plan_id
        first, last = self._get_days()
        if first > last:
            return
        begin = plan._get_period(first)
        end = plan._get_period(last) if last < date.max else None
        parts = [period for period in dict.fromkeys((begin, end)) if period and self._is_part(period)]
        if begin in parts:
            yield self._describe_part(begin)
        if self._has_whole_periods(begin, end, parts):
            amount = self._format_guarantee(plan.draw_amount)
            yield self.env._("Then %(amount)s", amount=amount) if begin in parts else amount
        if end in parts and end != begin:
            yield self._describe_part(end)

    def _is_part(self, period):
        guaranteed = self._guarantee_in(period)
        return guaranteed.amount != guaranteed.whole

    def _has_whole_periods(self, begin, end, parts):
        """Whether there is a period that is not in ``parts``."""
        if end is None or begin not in parts or end not in parts:
            return end != begin or begin not in parts
        return self.plan_id._get_period(begin[0], back=-1)[0] < end[0]

    def _describe_part(self, period):
        guaranteed = self._guarantee_in(period)
        return self.env._(
            "%(period)s: %(amount)s (%(days)s of %(of_days)s days)",
            period=format_period(self.env, *period),
            amount=self._format_guarantee(guaranteed.amount),
            days=guaranteed.days,
            of_days=guaranteed.of_days,
        )

    def _guarantee_in(self, period):
        return self.plan_id._guarantee(self._count_days(*period), *period)

    def _format_guarantee(self, amount):
        return formatLang(self.env, float(amount), digits=self.plan_id.currency_id.decimal_places)
