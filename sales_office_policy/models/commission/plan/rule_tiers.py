from typing import NamedTuple

from odoo import api, fields, models
from odoo.tools.misc import formatLang

from ..settlement import tiers
from ..settlement.arithmetic import decimal


class Commission(NamedTuple):
    """What a rule pays: the amount, the parts it comes from, and what these make before floor and cap."""

    amount: object
    parts: list
    unlimited: object


class SalesOfficeCommissionRule(models.Model):
    """What a rule pays on a base, and how that reads."""

    _inherit = "sales.office.commission.rule"

    summary = fields.Char(compute="_compute_summary")
    example_base = fields.Float(string="Try with", store=False, default=10000.0, digits=(16, 2))
    example_achieved = fields.Float(string="Target Achieved (%)", store=False, default=100.0, digits=(16, 2))
    example = fields.Char(compute="_compute_example", help="What the rule would pay on these figures.")

    @api.onchange("tier_by")
    def _onchange_tier_by(self):
        if self.tier_by == "none":
            self.tier_ids = False
        elif not self.tier_ids:
            self.tier_ids = [fields.Command.create({"threshold": 0.0, "rate": self.rate})]

    @api.onchange("tier_ids", "rate_type")
    def _onchange_tier_ids(self):
        return self._tell_refusal(self._check_tiers) if self.tier_ids and self.tier_by != "none" else None

    @api.depends("rate", "rate_type", "tier_by", "tier_mode", "tier_ids.threshold", "tier_ids.rate")
    @api.depends_context("lang")
    def _compute_summary(self):
        for rule in self:
            rates = [
                self.env._(
                    "%(rate)s from %(threshold)s",
                    rate=rule._format_rate(tier.rate),
                    threshold=rule._format_threshold(tier.threshold),
                )
                for tier in rule.tier_ids.sorted("threshold")
            ]
            rule.summary = ", ".join(rates) or rule._format_rate(rule.rate)

    @api.depends(
        "example_base", "example_achieved", "rate", "rate_type", "tier_by", "tier_mode", "tier_ids.threshold",
        "tier_ids.rate", "floor_amount", "cap_amount",
    )  # fmt: skip
    @api.depends_context("lang")
    def _compute_example(self):
        for rule in self:
            commission = rule._get_commission(decimal(rule.example_base), decimal(rule.example_achieved))
            rule.example = rule._explain(commission)

    def _get_measure(self, amount, quantity):
        """Return which of the two the rule pays for."""
        return quantity if self.rate_type == "per_unit" else amount

    def _get_commission(self, base, achieved=None):
        """Return the :class:`Commission` (company currency) on ``base``.

        :param base: what counts in the period, amount or quantity as :attr:`rate_type` asks (Decimal)
        :param achieved: percent of the target (Decimal), None without a target, which counts as nothing achieved
        """
        self.ensure_one()
        step = decimal((self.currency_id or self.env.company.currency_id).rounding)
        parts = self._get_parts(base, (achieved or tiers.ZERO) if self.tier_by == "achievement" else None)
        unlimited = tiers.get_amount(parts, self.rate_type, step)
        cap = decimal(self.cap_amount) if self.cap_amount else None
        floor = decimal(self.floor_amount) if self.floor_amount else None
        return Commission(tiers.limit(unlimited, floor, cap), parts, unlimited)

    def _get_parts(self, base, achieved):
        table = self._get_tiers()
        if self.rate_type == "fixed":
            return tiers.get_fixed_parts(base if achieved is None else achieved, table, self.tier_mode)
        return tiers.get_parts(base, table, self.tier_mode, achieved)

    def _get_tiers(self):
        if self.tier_by == "none":
            return [tiers.Tier(tiers.ZERO, decimal(self.rate))]
        return [tiers.Tier(decimal(tier.threshold), decimal(tier.rate)) for tier in self.tier_ids]

    def _explain(self, commission):
        """Return e.g. "8,000.00 × 5 % + 4,000.00 × 8 % = 720.00"."""
        return self.env["sales.office.commission.wording"]._explain(
            self.currency_id or self.env.company.currency_id,
            self.rate_type,
            commission.parts,
            commission.unlimited,
            commission.amount,
        )

    def _format_rate(self, rate):
        return self.env["sales.office.commission.wording"]._format_rate(
            self.currency_id or self.env.company.currency_id, self.rate_type, rate
        )

    def _format_threshold(self, threshold):
        """Return where a tier begins in words of what is measured: 100 %, 8,000.00 or 12."""
        number = self.env["sales.office.commission.wording"]._format_number(threshold)
        if self.tier_by == "achievement":
            return self.env._("%(number)s %%", number=number)
        if self.rate_type == "per_unit":
            return number
        currency = self.currency_id or self.env.company.currency_id
        return formatLang(self.env, threshold, digits=currency.decimal_places)
