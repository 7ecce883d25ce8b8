from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import format_amount, format_date

from ...organization.record.phrases import count_days
from ...organization.record.protected_mixin import Reason
from ...organization.rpc.rpc import rpc
from ...organization.searching import lasting


class SalesOfficeMandate(models.Model):
    """Up to what amount, for which kinds and customers, and how long somebody may sign contracts for the house (R115).

    Written and granted by somebody above, who grants no more than they may sign themselves; the director signs by their
    post. It holds from the day on which it was granted, whatever it says before, until the day it ends.

    The amount is that of all contracts and amendments with one contracting party whose signatures lie within some days
    of each other (``sales_office_mandate_days``), so that nothing is gained by making two of one. What takes off counts
    as nothing. Other currencies are converted at the day of the signature.
    """

    _name = "sales.office.mandate"
    _description = "Mandate to Sign"
    _inherit = ["sales.office.member.mixin", "sales.office.unfollowed.mixin"]
    _mail_post_access = "read"
    _order = "date_from desc, id desc"
    _check_company_auto = True

    employee_id = fields.Many2one(string="Who May Sign", default=False, tracking=True)
    kind_ids = fields.Many2many(
        "sales.office.contract.kind", string="Kinds of Contracts", check_company=True, help="Empty: all kinds."
    )
    partner_ids = fields.Many2many(
        "res.partner", string="Customers", check_company=True, help="Empty: all customers. Else these companies."
    )
    max_amount = fields.Monetary(
        string="Highest Amount",
        required=True,
        tracking=True,
        help="With taxes, of all contracts with one customer that are signed within the days the company gives.",
    )
    currency_id = fields.Many2one("res.currency", required=True, default=lambda self: self.env.company.currency_id)
    date_from = fields.Date(string="Signs from", required=True, default=fields.Date.context_today, tracking=True)
    date_to = fields.Date(string="Signs until", tracking=True, help="Its last day. Empty: until it is ended.")
    note = fields.Text(string="Notes")
    state = fields.Selection(
        [("draft", "Draft"), ("granted", "Mandate Granted"), ("ended", "Mandate Withdrawn")],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    granted_by_id = fields.Many2one("res.users", string="Granted by", readonly=True, copy=False)
    granted_on = fields.Date(readonly=True, copy=False)
    ended_on = fields.Date(string="Mandate Withdrawn on", readonly=True, copy=False)
    end_reason = fields.Text(string="Why It Was Withdrawn", readonly=True, copy=False)
    can_grant = fields.Boolean(compute="_compute_can_grant", search="_search_can_grant")

    _amount_positive = models.Constraint("CHECK (max_amount > 0)", "A mandate is for an amount above 0.")
    _dates_ordered = models.Constraint("CHECK (date_from <= date_to)", "A mandate ends on its first day or later.")

    @api.depends("employee_id", "max_amount", "currency_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for mandate in self:
            name, limit = mandate.employee_id.name, mandate.max_amount
            amount = format_amount(self.env, limit, mandate.currency_id or self.env.company.currency_id)
            title = self.env._("%(name)s up to %(amount)s", name=name, amount=amount)
            mandate.display_name = title if name else False  # while nobody is chosen a new record has no title

    @api.depends("state", "employee_id", "department_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_can_grant(self):
        grantable = self.filtered_domain(self._search_can_grant("in", [True]))
        for mandate in self:
            mandate.can_grant = mandate in grantable

    @lasting
    def _search_can_grant(self, operator, value):
        """What is lent is not lent on: who stands in for somebody above grants nothing that outlives the loan."""
        if operator != "in":
            return NotImplemented
        scope = self.env.user._get_sales_office_scope(own=True)
        others = Domain("user_id", "!=", self.env.uid) & Domain("employee_id", "not in", scope.superior_ids)
        above = self._get_scope_domain(scope) | self._get_post_domain("director", own=True) & others
        return Domain("state", "=", "draft") & above

    def _get_reasons(self):
        return {
            **super()._get_reasons(),
            "withdraw": Reason(
                self.env._("Withdraw Mandate"),
                self.env._("From today on they sign nothing by it any more. What they signed stands. Say why."),
            ),
        }

    @rpc
    def action_grant(self):
        """Let these employees sign from today on, or from the first day of the mandate.

        :raises AccessError: one's own, of somebody above, or more than the user may sign themselves
        :raises UserError: granted already
        """
        self._check_state("draft")
        if self.filtered(lambda mandate: not mandate.can_grant) and not self.env.su:
            raise AccessError(self.env._("A mandate is granted by somebody above who may sign, and by no deputy."))
        for mandate in self.sudo():  # sudo: closed to ordinary writing; checked here
            if not self.env.su and not self._may_grant(mandate):
                raise AccessError(
                    self.env._(
                        "Nobody grants more than they may sign themselves. Ask the director, who signs by their post."
                    )
                )
            mandate.write(
                {"state": "granted", "granted_by_id": self.env.uid, "granted_on": mandate._get_member_today()},
            )
        self._notify_users(
            "user_id", lambda told: told.env._("You may sign contracts: %(mandate)s.", mandate=told.display_name)
        )

    @rpc
    def action_withdraw(self, reason: str):
        """End mandates today: what was signed by them stands.

        :param str reason: kept with the mandate
        :raises AccessError: not above the employee
        """
        self._check_authority()
        self._check_state("granted")
        reason = self._check_reason(reason)
        for mandate in self.sudo():  # sudo: as in action_grant
            mandate.write({"state": "ended", "ended_on": mandate._get_member_today(), "end_reason": reason})
        self._notify_users("user_id", lambda told: told.env._("Your mandate was withdrawn: %(reason)s", reason=reason))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        if not self.env.su:
            self._check_state("draft")

    def _check_editable(self, vals):
        self._check_state("draft")

    @api.model
    def _may_grant(self, mandate):
        """Return whether the current user may sign themselves what ``mandate`` (sudo) lets somebody sign."""
        if mandate.company_id.id in self.env.user._get_sales_office_companies("director", own=True):
            return True
        own = self.env.user._get_sales_office_employees()
        held = self.sudo().search([("employee_id", "in", own.ids), ("state", "=", "granted")])  # sudo: their own
        return any(mine._covers(mandate) for mine in held)

    @api.model
    def _examine(self, contract, signatory, day):
        """Return by which mandate (sudo) ``signatory`` signs the contract (sudo) on a day, and else why not.

        :return: ``(mandate, refusal)``; neither where they sign by their post
        """
        if contract.company_id.id in signatory.sudo().user_id._get_sales_office_companies("director", own=True):
            return self.sudo().browse(), ""
        mandates = self.sudo().search(  # sudo: whether somebody may sign is asked by whoever records a signature
            [("employee_id", "=", signatory.id), ("company_id", "=", contract.company_id.id), ("state", "!=", "draft")]
        )
        name = signatory.name
        if not mandates:
            return mandates, self.env._("%(name)s has no mandate to sign contracts.", name=name)
        holding = mandates.filtered(lambda mandate: mandate._holds_on(day))
        if not holding:
            values = {"name": name, "day": format_date(self.env, day)}
            return holding, self.env._("%(name)s has no mandate that holds on %(day)s.", **values)
        fitting = holding.filtered(lambda mandate: mandate._fits(contract))
        if not fitting:
            values = {"name": name, "kind": contract.kind_id.name, "customer": contract.commercial_partner_id.name}
            return fitting, self.env._("%(name)s has no mandate for a %(kind)s with %(customer)s.", **values)
        return fitting._examine_amount(contract, name, day)

    def _examine_amount(self, contract, name, day):
        """Return the first of these mandates that reaches, and else why none does."""
        together = contract._get_signed_together(day)
        for mandate in self.sorted("max_amount", reverse=True):
            total = sum(mandate._convert(amount, currency, day) for amount, currency in together)
            if mandate.currency_id.compare_amounts(total, mandate.max_amount) <= 0:
                return mandate, ""
        return self.browse(), self.env._(
            "%(name)s may sign up to %(limit)s. With all contracts of %(customer)s signed within %(days)s "
            "it comes to %(total)s.",
            name=name,
            limit=format_amount(self.env, mandate.max_amount, mandate.currency_id),
            customer=contract.commercial_partner_id.name,
            days=count_days(self.env, contract.company_id.sales_office_mandate_days),
            total=format_amount(self.env, total, mandate.currency_id),
        )

    def _holds_on(self, day):
        """Return whether somebody signs by this mandate (sudo) on a day: never before it was granted."""
        return bool(
            self.granted_on
            and max(self.date_from, self.granted_on) <= day
            and (not self.date_to or day <= self.date_to)
            and (not self.ended_on or day < self.ended_on)
        )

    def _fits(self, contract):
        parties = self.partner_ids.commercial_partner_id
        return (not self.kind_ids or contract.kind_id in self.kind_ids) and (
            not parties or contract.commercial_partner_id in parties
        )

    def _covers(self, mandate):
        """Return whether who has this mandate may sign all that ``mandate`` (both sudo) lets somebody sign."""
        today = self._get_member_today()
        parties = self.partner_ids.commercial_partner_id
        limit = self._convert(mandate.max_amount, mandate.currency_id, today)
        return (
            self._holds_on(today)
            and self.currency_id.compare_amounts(limit, self.max_amount) <= 0
            and (not self.kind_ids or bool(mandate.kind_ids) and mandate.kind_ids <= self.kind_ids)
            and (not parties or bool(mandate.partner_ids) and mandate.partner_ids.commercial_partner_id <= parties)
            and (not self.date_to or bool(mandate.date_to) and mandate.date_to <= self.date_to)
        )

    def _convert(self, amount, currency, day):
        return currency._convert(amount, self.currency_id, self.company_id, day)
