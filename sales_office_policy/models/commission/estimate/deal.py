from typing import NamedTuple

from odoo import fields, models
from odoo.exceptions import UserError

from ...organization.rpc.rpc import rpc
from ..settlement.arithmetic import Outcome


class Estimate(NamedTuple):
    """What a deal would change under one plan, for the reader.

    ``before`` and ``after`` are the :class:`Outcome` of the current period without and with the deal; ``unknown`` are
    the rules of which a deal does not tell yet whether they count it.
    """

    plan: models.BaseModel
    period: tuple
    before: Outcome
    after: Outcome
    unknown: models.BaseModel

    @property
    def added(self):
        """What winning the deal would add, in the currency of the plan."""
        return self.after.amount - self.before.amount


class SalesOfficeCommissionDealMixin(models.AbstractModel):
    """A deal that is not won yet, and what winning it would add to the reader's own commission (R133).

    The settlement is asked twice what the current period pays, with and without the deal, as if it were confirmed,
    invoiced and paid in full today: so tiers, caps, leaders, teams and split credit count as they will. Everybody is
    told about themselves only.
    """

    _name = "sales.office.commission.deal.mixin"
    _description = "Deal With Commission"

    @rpc(one=True)
    def get_commission_estimate(self):
        """Return what the form says; empty where there is nothing to say to the reader."""
        estimates = self._estimate_commission()
        if not estimates:
            return ""
        added = sum(estimate.added for estimate in estimates)
        if added:
            currency = estimates[0].plan.currency_id
            amount = currency.format(float(added))
            return self.env._("If won today: +%(amount)s commission", amount=amount)
        if any(estimate.unknown for estimate in estimates):
            return self.env._("If won today: commission depends on the quotation")
        return self.env._("If won today: no commission")

    @rpc(one=True)
    def action_open_commission_estimate(self):
        """Open how the estimate comes about.

        :raises UserError: the reader earns nothing by it, whatever it is worth
        """
        estimates = self._estimate_commission()
        if not estimates:
            raise UserError(self.env._("None of your commission plans counts this deal."))
        return self.env["sales.office.commission.estimate"]._make(self._get_priced_deal(), estimates)

    def _estimate_commission(self):
        """Return one :class:`Estimate` for each of the reader's plans that credits them for the deal."""
        self.check_access("read")
        deal = self._get_priced_deal().sudo()  # sudo: plans, books and what the order was bought for
        company = deal.company_id or self.env.company
        if not deal._is_open_deal() or not company._sales_office_uses("commission"):
            return []
        employee = self.env.user._get_sales_office_employees().filtered(lambda e: e.company_id == company)
        today = fields.Date.context_today(self)
        plans = deal.env["sales.office.commission.plan"]._get_in_force(employee, today)
        return [estimate for plan in plans if (estimate := deal._estimate(plan, employee, today))]

    def _estimate(self, plan, employee, day):
        """Return the :class:`Estimate` of one plan (sudo), None if it does not credit the employee for the deal."""
        books, engine = self.env["sales.office.commission.books"], self.env["sales.office.settlement"]
        shares = self._get_deal_shares()
        credits = [
            credit
            for credit in books._get_credits_of_sale(plan.rule_ids, day, self.user_id, shares)
            if credit.target.credits(employee)
        ]
        if not credits:
            return None
        rules = plan.rule_ids.browse().union(*(credit.target.rule for credit in credits))
        figures = self._get_deal_figures(rules)
        expected = books._get_expected(credits, day, figures, shares)
        period = plan._get_period(day)
        sold = books._get_sold(plan.rule_ids, *period, employee)
        before, after = (engine._get_outcomes(plan, employee, *period, rows) for rows in (sold, sold + expected))
        unknown = rules.filtered(lambda rule: rule not in figures)
        return Estimate(plan, period, before[employee], after[employee], unknown)

    def _get_priced_deal(self):
        """Return the record that says best what the deal is worth."""
        return self

    def _is_open_deal(self):
        """Whether it can still be won."""
        raise NotImplementedError

    def _get_deal_shares(self):
        """Return ``{employee id: percent}`` of those who share its credit; empty if it is the salesperson's."""
        return {}

    def _get_deal_figures(self, rules):
        """Return ``{rule: (amount in company currency, quantity)}`` without the rules it cannot answer for yet."""
        raise NotImplementedError
