from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import format_date

from ...organization.deadline.deadline import Term
from ...organization.posts.title import join_title
from ...organization.rpc.argument_types import Choice
from ...organization.rpc.rpc import rpc

DISPOSITIONS = [("refused", "Gift Refused"), ("handed_over", "Handed Over"), ("kept", "Kept")]


class SalesOfficeGift(models.Model):
    """A gift or benefit that somebody received from a customer or gave to one (R023, R055).

    The employee declares it themselves, and says what became of it. What they refused, or keep within
    the company's limit, they settle themselves; what is worth more, or handed over, needs somebody
    above them. ``is_late`` says that they were slow, and follows from the day they declared it on.
    """

    _name = "sales.office.gift"
    _description = "Gift"
    _inherit = ["sales.office.member.mixin", "sales.office.unfollowed.mixin"]
    _order = "date desc, id desc"
    _member_date_field = "date"
    _mail_post_access = "read"

    employee_id = fields.Many2one(tracking=True)
    date = fields.Date(required=True, default=lambda self: self._get_today(), index=True, tracking=True)
    direction = fields.Selection(
        [("received", "Gift Received"), ("given", "Gift Given")], required=True, default="received", tracking=True
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer or Supplier",
        required=True,
        index=True,
        ondelete="restrict",
        help="Who gave it, or got it.",
    )
    description = fields.Text(string="Gift or Benefit", required=True, help="What it is, and on what occasion.")
    value = fields.Monetary(required=True, tracking=True, help="Estimated, in company currency.")
    currency_id = fields.Many2one(related="company_id.currency_id", store=True, precompute=True)
    disposition = fields.Selection(
        DISPOSITIONS,
        string="Outcome",
        required=True,
        default="handed_over",
        tracking=True,
        help="For a gift that was given: whether the customer refused or kept it.",
    )
    state = fields.Selection(
        [("declared", "Declared"), *DISPOSITIONS],
        required=True,
        default="declared",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    declared_on = fields.Date(required=True, default=lambda self: self._get_today(), readonly=True, copy=False)
    is_late = fields.Boolean(
        string="Declared Late",
        compute="_compute_is_late",
        store=True,
        help="Declared later than the company allows after the day of the gift.",
    )
    decided_by_id = fields.Many2one("res.users", string="Decided by", readonly=True, copy=False)
    decided_at = fields.Datetime(string="Decided on", readonly=True, copy=False)
    reason = fields.Text(string="Reasons", readonly=True, copy=False)
    needs_decision = fields.Boolean(
        compute="_compute_can", search="_search_needs_decision", help="Somebody above the employee has to decide."
    )
    can_settle = fields.Boolean(string="Can Be Settled", compute="_compute_can")
    can_decide = fields.Boolean(compute="_compute_can", search="_search_can_decide")
    can_write_case = fields.Boolean(compute="_compute_can")

    _value_positive = models.Constraint("CHECK (value >= 0)", "The value of a gift must not be negative.")

    @api.depends("direction", "partner_id.name", "date")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._fields["direction"]._description_selection(self.env))
        for gift in self:
            parts = (labels.get(gift.direction), gift.partner_id.name, format_date(self.env, gift.date))
            gift.display_name = join_title(*parts) or ""

    @api.depends("date", "declared_on")  # not on the company's days: late or not is judged by the rule of that day
    def _compute_is_late(self):
        dated = self.filtered(lambda gift: gift.date and gift.declared_on)
        terms = [
            Term(company.sales_office_gift_days, gift.date, gift.employee_id, gift.department_id, company)
            for gift in dated.sudo()  # sudo: the days of a company are no secret
            for company in [gift.company_id]
        ]
        deadlines = dict(zip(dated, self.env["hr.employee"]._count_sales_office_deadlines(terms), strict=True))
        for gift in self:
            late = gift in deadlines and gift.declared_on > deadlines[gift].day
            # another day typed afterwards does not wipe it off
            gift.is_late = late or gift._origin.is_late

    @api.depends("state", "disposition", "value", "is_late", "user_id", "department_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_can(self):
        waiting = self.filtered_domain(self._get_waiting_domain())
        led = self._has_authority()
        for gift in self:
            gift.needs_decision = gift in waiting
            gift.can_settle = gift.state == "declared" and gift.is_own and gift not in waiting
            gift.can_decide = gift.state == "declared" and gift in led
            gift.can_write_case = gift.is_late and gift in led

    def _search_needs_decision(self, operator, value):
        return self._get_waiting_domain() if operator == "in" else NotImplemented

    def _search_can_decide(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("state", "=", "declared") & self._get_authority_domain()

    @api.model
    def _get_waiting_domain(self):
        """Return the gifts that their employees cannot settle: handed over, or kept above the company's limit."""
        # sudo: the limit is no secret
        companies = self.env["res.company"].sudo().browse(self.env.companies.ids) | self.sudo().company_id
        above = Domain.OR(
            Domain("company_id", "=", company.id) & Domain("value", ">", company.sales_office_gift_limit)
            for company in companies
        )
        handed_over = Domain("disposition", "=", "handed_over")
        return Domain("state", "=", "declared") & (handed_over | (Domain("disposition", "=", "kept") & above))

    @api.constrains("date", "declared_on")
    def _check_date(self):
        if any(gift.date > gift.declared_on for gift in self):
            raise ValidationError(self.env._("The day of a gift must not lie in the future."))

    @api.constrains("direction", "disposition")
    def _check_disposition(self):
        if any(gift.direction == "given" and gift.disposition == "handed_over" for gift in self):
            raise ValidationError(self.env._("What was given to a customer was kept or refused by them."))

    @api.model
    def _get_today(self):
        """Return the day where the current user works: a time zone of their own choice declares nothing earlier."""
        employee = self.env.user.employee_id.sudo()  # sudo: only the time zone is read
        zone = employee._get_tz() if employee else self.env.user.tz
        return fields.Date.context_today(self.with_context(tz=zone))

    @api.onchange("direction")
    def _onchange_direction(self):
        self.disposition = "kept" if self.direction == "given" else "handed_over"

    @rpc
    def action_settle(self):
        """Close one's own declaration: refused, or kept within the limit.

        :raises AccessError: somebody else's
        :raises UserError: not open, or it needs a superior
        """
        self._check_own()
        self._check_state("declared")
        if any(gift.needs_decision for gift in self):
            raise UserError(
                self.env._("What is handed over, or worth more than the limit, is decided by somebody above you.")
            )
        for gift in self.sudo():  # sudo: the state is closed to writing by hand; checked above
            gift.state = gift.disposition

    @rpc
    def action_decide(self, disposition: Choice("disposition"), reason: str = ""):
        """Decide what becomes of a declared gift; the employee is told.

        :param str disposition: one of ``DISPOSITIONS``
        :param str reason: required when it is not what the employee declared, and to keep what is above the limit
        :raises AccessError: not above the employee
        :raises UserError: not open, or no reason
        """
        self._check_state("declared")
        self._check_authority()
        for gift in self:
            if disposition != gift.disposition or (disposition == "kept" and gift.needs_decision):
                gift._check_reason(reason)
        decision = {"decided_by_id": self.env.uid, "decided_at": fields.Datetime.now(), "reason": reason}
        # sudo: as in action_settle
        self.sudo().write({"state": disposition, "disposition": disposition, **decision})
        self._notify_users("user_id", lambda gift: gift._get_decision_text())

    @rpc(one=True)
    def action_write_case(self):
        """Open a new case about a gift that was declared late, for the superior to complete and hand in.

        :raises AccessError: not above the employee
        :raises UserError: declared in time
        """
        self._check_authority()
        if not self.is_late:
            raise UserError(self.env._("This gift was declared in time."))
        case = {
            "default_employee_id": self.employee_id.id,
            "default_type_id": self.env.ref("sales_office_policy.violation_type_gift_undeclared").id,
            "default_description": self.env._(
                "%(gift)s: %(description)s. Declared on %(day)s only.",
                gift=self.display_name,
                description=self.description,
                day=format_date(self.env, self.declared_on),
            ),
            "default_date": fields.Date.to_string(self.date),
        }
        return {
            "type": "ir.actions.act_window",
            "res_model": "sales.office.violation",
            "views": [(False, "form")],
            "context": case,
        }

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        if not self.env.su:
            raise AccessError(self.env._("A declared gift stays in the register."))

    def _check_editable(self, vals):
        self._check_state("declared")

    def _get_decision_text(self):
        outcome = dict(self._fields["state"]._description_selection(self.env))[self.state]
        text = self.env._("Decided about the gift you declared: %(outcome)s.", outcome=outcome)
        return f"{text} {self.reason}" if self.reason else text
