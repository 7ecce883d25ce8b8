from odoo import api, models
from odoo.tools.misc import formatLang

from ...organization.record.phrases import count_days, count_months, join_names, join_phrases
from .arithmetic import decimal


class SalesOfficeCommissionWording(models.AbstractModel):
    """Says in the reader's language how a commission comes about, from the figures of the settlement."""

    _name = "sales.office.commission.wording"
    _description = "Wording of Commission"

    @api.model
    def _explain(self, currency, rate_type, parts, unlimited, amount):
        """Return e.g. "8,000.00 × 5 % + 4,000.00 × 8 % = 720.00, at most 500.00".

        :param parts: ``(base, rate)`` each
        :param unlimited: what the parts make
        :param amount: what is paid, after floor and cap
        """
        terms = [self._format_term(currency, rate_type, base, rate) for base, rate in parts if base]
        total = self._format_amount(currency, unlimited)
        text = total if terms in ([], [total]) else f"{' + '.join(terms)} = {total}"
        limit = self._format_amount(currency, amount)
        if amount < unlimited:
            return self.env._("%(text)s, but at most %(limit)s", text=text, limit=limit)
        if amount > unlimited:
            return self.env._("%(text)s, but at least %(limit)s", text=text, limit=limit)
        return text

    @api.model
    def _format_term(self, currency, rate_type, base, rate):
        if rate_type == "fixed":
            return self._format_amount(currency, rate)
        base = self._format_number(base) if rate_type == "per_unit" else self._format_amount(currency, base)
        return f"{base} × {self._format_rate(currency, rate_type, rate)}"

    @api.model
    def _format_rate(self, currency, rate_type, rate):
        if rate_type == "percent":
            return self.env._("%(rate)s %%", rate=self._format_number(rate))
        if decimal(rate) == decimal(currency.round(float(rate))):
            return self._format_amount(currency, rate)
        return self._format_number(rate)

    @api.model
    def _format_amount(self, currency, amount):
        return formatLang(self.env, float(amount), digits=currency.decimal_places)

    @api.model
    def _format_number(self, number):
        """Return the number without the zeros behind it: 5, 7.5, 0.25."""
        value = decimal(number).normalize()
        return formatLang(self.env, float(value), digits=max(0, -value.as_tuple().exponent))

    @api.model
    def _explain_outcome(self, currency, outcome):
        """Return ``{rule or adjustment: (name, amount, text)}`` of all that makes up an :class:`Outcome`."""
        parts = {
            rule: (rule.name, earned.amount, self._explain_rule(currency, earned.figures))
            for rule, earned in outcome.earned.items()
        }
        for adjustment, amount, figures in outcome.adjustments:
            text = self._explain_adjustment(currency, adjustment, amount, figures)
            parts[adjustment] = (self._get_adjustment_name(adjustment), amount, text)
        return parts

    @api.model
    def _get_adjustment_name(self, adjustment):
        field = self.env["sales.office.statement.line"]._fields["adjustment"]
        return dict(field._description_selection(self.env))[adjustment]

    @api.model
    def _explain_rule(self, currency, figures):
        """Return e.g. "8,000.00 × 5 % + 4,000.00 × 8 % = 720.00" from :attr:`Earned.figures`."""
        if "teams" in figures:
            texts = [self._explain_team(currency, team) for team in figures["teams"]]
            return join_phrases(self.env, texts) or self._format_amount(currency, 0)
        text = self._explain_figures(currency, figures)
        if "achieved" not in figures:
            return text
        if figures["achieved"] is None:
            return self.env._("No target: %(text)s", text=text)
        return self.env._(
            "Target achieved by %(percent)s %%: %(text)s", percent=self._format_achieved(figures), text=text
        )

    @api.model
    def _explain_team(self, currency, figures):
        """Return e.g. "North: 8,000.00 × 5 % = 400.00, of which for 2,000.00 of 8,000.00: 100.00".

        Where the rate depends on the team's target it begins with "Target of North achieved by 104 %".
        """
        per_unit = figures["rate_type"] == "per_unit"
        part, whole = (
            self._format_number(figures[name]) if per_unit else self._format_amount(currency, figures[name])
            for name in ("part", "whole")
        )
        return self.env._(
            "%(team)s: %(text)s, of which for %(part)s of %(whole)s: %(share)s",
            team=self._format_team(figures),
            text=self._explain_figures(currency, figures),
            part=part,
            whole=whole,
            share=self._format_amount(currency, figures["share"]),
        )

    @api.model
    def _format_team(self, figures):
        """Return the team, with how far it reached its target where the rate depends on that."""
        team = figures["team"]
        if "achieved" not in figures:
            return team
        if figures["achieved"] is None:
            return self.env._("No target of %(team)s", team=team)
        percent = self._format_achieved(figures)
        return self.env._("Target of %(team)s achieved by %(percent)s %%", team=team, percent=percent)

    @api.model
    def _format_achieved(self, figures):
        return self._format_number(round(decimal(figures["achieved"]), 2))

    @api.model
    def _explain_figures(self, currency, figures):
        return self._explain(
            currency,
            figures["rate_type"],
            [(float(base), float(rate)) for base, rate in figures["parts"]],
            float(figures["unlimited"]),
            float(figures["amount"]),
        )

    @api.model
    def _explain_adjustment(self, currency, adjustment, amount, figures):
        """Return how a multiplier, cap or guarantee changes a period's commission by ``amount``."""
        values = {
            "base": self._format_amount(currency, figures["base"]),
            "amount": self._format_amount(currency, amount),
        }
        if adjustment == "multiplier":
            factors = " × ".join(self._format_factor(*factor) for factor in figures["factors"])
            return self.env._("%(base)s × %(factors)s - %(base)s = %(amount)s", factors=factors, **values)
        values["limit"] = self._format_guarantee(currency, figures)
        if adjustment == "cap":
            return self.env._("At most %(limit)s, of %(base)s earned: %(amount)s", **values)
        return self.env._("At least %(limit)s, of %(base)s earned: %(amount)s", **values)

    @api.model
    def _format_guarantee(self, currency, figures):
        """Return e.g. "1,000.00", or "483.87 (15 of 31 days of 1,000.00)"."""
        limit = self._format_amount(currency, figures["limit"])
        if "days" not in figures:
            return limit
        return self.env._(
            "%(amount)s (%(days)s of %(of_days)s days of %(whole)s)",
            amount=limit,
            days=figures["days"],
            of_days=figures["of_days"],
            whole=self._format_amount(currency, figures["whole"]),
        )

    @api.model
    def _explain_scope(self, text, figures):
        """Return ``text`` with whose and which sales the base includes beyond the employee's own."""
        scope = figures.get("scope")
        if not scope:
            return text
        words = [*self._describe_sellers(scope), *self._describe_limits(scope["filters"])]
        if scope.get("credit_notes"):
            words.append(self.env._("credit notes in the month of their invoice"))
        if days := scope.get("unpaid_days"):
            unpaid_after = count_days(self.env, days)
            words.append(self.env._("without what is unpaid %(days)s after it was due", days=unpaid_after))
        return self.env._("%(text)s (%(scope)s)", text=text, scope=join_phrases(self.env, words))

    def _describe_sellers(self, scope):
        departments = join_names(self.env, scope.get("departments", ()))
        if departments and scope["own"]:
            yield self.env._("sales of %(names)s and what is below it, and the leader's own", names=departments)
        elif departments:
            yield self.env._("sales of %(names)s and what is below it", names=departments)
        elif scope["own"]:
            yield self.env._("the leader's own sales")
        if scope["branches"]:
            yield self.env._("with the branch %(names)s", names=join_names(self.env, scope["branches"]))

    def _describe_limits(self, filters):
        fields_ = self.env["sales.office.commission.rule"]._fields
        # PostgreSQL keeps them in an order of its own
        for name, limit in sorted(
            filters.items(), key=lambda row: (row[0] == "domain", row[0] == "new_customer_months")
        ):
            if name == "new_customer_months":
                yield self.env._("only customers new for at most %(months)s", months=count_months(self.env, limit))
            elif name == "domain":
                yield self.env._("only by the further conditions of the rule")
            else:
                label = fields_[name]._description_string(self.env)
                yield self.env._("only %(what)s: %(names)s", what=label, names=join_names(self.env, limit))

    @api.model
    def _format_factor(self, metric, measure, percent):
        values = {"percent": self._format_number(percent), "measure": self._format_number(round(decimal(measure), 2))}
        if metric == "points":
            return self.env._("%(percent)s %% (violation points: %(measure)s)", **values)
        return self.env._("%(percent)s %% (attendance %(measure)s %%)", **values)
