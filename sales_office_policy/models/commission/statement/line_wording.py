from odoo import models
from odoo.tools.misc import format_date, formatLang

from ..settlement.arithmetic import decimal
from .statement import format_period


class SalesOfficeStatementLine(models.Model):
    """How a line is called and explained: a ``_get_x_name`` and an ``_explain_x`` for each of the ``SOURCES``."""

    _inherit = "sales.office.statement.line"

    def _get_rule_name(self):
        return self._get_correction_name(self.rule_id.name) if self.kind == "correction" else self.rule_id.name

    def _get_correction_name(self, name):
        return self.env._("%(rule)s, correction of %(period)s", rule=name, period=self._get_period_name())

    def _explain_commission(self):
        """Return e.g. "8,000.00 × 5 % = 400.00"; for a correction also what was paid and what has changed."""
        text = self._explain_calculation()
        if self.kind == "commission" and not self.settled_base and not self.settled_amount:
            return text
        return self.env._(
            "%(period)s: the books now show %(base)s instead of %(before)s. "
            "%(text)s, less %(paid)s settled before: %(amount)s",
            period=self._get_period_name(),
            base=self._format_base(self.base_amount + self.settled_base, self.quantity + self.settled_quantity),
            before=self._format_base(self.settled_base, self.settled_quantity),
            text=text,
            paid=self._format(self.settled_amount),
            amount=self._format(self.amount),
        )

    def _explain_calculation(self):
        """Return e.g. "8,000.00 × 5 % + 4,000.00 × 8 % = 720.00"."""
        wording = self.env["sales.office.commission.wording"]
        text = wording._explain_rule(self.currency_id, self.figures)
        counts = self.base_amount or self.settled_base or self.quantity or self.settled_quantity
        return wording._explain_scope(text, self.figures) if counts else text

    def _get_plan_name(self):
        wording = self.env["sales.office.commission.wording"]
        name = wording._get_adjustment_name(self.adjustment) if self.adjustment else self.env._("Draw")
        return self._get_correction_name(name) if self.kind == "correction" else name

    def _explain_plan(self):
        text = self._explain_adjustment() if self.adjustment else self._explain_draw()
        return self._explain_settled(text) if self.settled_amount else text

    def _explain_settled(self, text):
        return self.env._(
            "%(text)s, less %(paid)s settled before: %(amount)s",
            text=text,
            paid=self._format(self.settled_amount),
            amount=self._format(self.amount),
        )

    def _explain_adjustment(self):
        return self.env["sales.office.commission.wording"]._explain_adjustment(
            self.currency_id, self.adjustment, self.amount + self.settled_amount, self.figures
        )

    def _explain_draw(self):
        base, advanced = (float(self.figures[name]) for name in ("base", "advanced"))
        values = {
            "base": self._format(base),
            "limit": self.env["sales.office.commission.wording"]._format_guarantee(self.currency_id, self.figures),
            "advanced": self._format(abs(advanced)),
            "amount": self._format(abs(self.amount)),
        }
        if advanced < 0:
            return self.env._(
                "%(limit)s guaranteed, %(base)s earned, and %(advanced)s recovered too much by another statement: "
                "%(amount)s",
                **values,
            )
        if self.amount > 0:
            return self.env._("%(limit)s guaranteed, %(base)s earned: %(amount)s advanced", **values)
        return self.env._(
            "%(base)s earned above %(limit)s: of %(advanced)s advanced before, %(amount)s recovered", **values
        )

    def _get_fine_name(self):
        violation_type = self.violation_id.type_id
        if self.kind == "refund":
            return self.env._("%(violation)s, given back", violation=violation_type.name)
        return self.env._(
            "%(violation)s (clause %(clause)s)",
            violation=violation_type.name,
            clause=violation_type.clause_id.number,
        )

    def _explain_fine(self):
        """Return how much of the fine is deducted, and why not all of it, or why it is given back."""
        if self.kind == "refund":
            return self.env._(
                "Fine of %(date)s, given back because the case was annulled: %(amount)s",
                date=format_date(self.env, self.period_from),
                amount=self._format(self.amount),
            )
        values = {
            "due": self._format(self.open_amount),
            "date": format_date(self.env, self.period_from),
            "deducted": self._format(-self.amount),
            "carried": self._format(self.open_amount + self.amount),
            "cap": self._format_rate(self.statement_id.plan_id.fine_cap_percent),
            "gross": self._format(self._get_fine_base()),
        }
        if self.currency_id.is_zero(self.open_amount + self.amount):
            return self.env._("Fine of %(date)s: %(deducted)s", **values)
        if self.figures and self.figures["statements"] > 1:
            return self.env._(
                "Fine of %(date)s: of %(due)s due, %(deducted)s is deducted and %(carried)s carried to the next "
                "statement; fines take at most %(limit)s of %(gross)s earned by all statements of the month",
                limit=self._format(float(self.figures["limit"])),
                **values,
            )
        return self.env._(
            "Fine of %(date)s: of %(due)s due, %(deducted)s is deducted and %(carried)s carried to the next "
            "statement; fines take at most %(cap)s %% of %(gross)s",
            **values,
        )

    def _get_fine_base(self):
        """Return what fines are measured by; of old lines the gross, which they were measured by."""
        return float(self.figures["base"]) if self.figures else self.statement_id.gross

    def _get_reward_name(self):
        name = self.reward_id.type_id.name
        return name if self.kind == "reward" else self.env._("%(reward)s, taken back", reward=name)

    def _explain_reward(self):
        if self.kind == "correction":
            return self.env._(
                "Bonus of %(date)s, taken back: %(amount)s. %(reason)s",
                date=format_date(self.env, self.period_from),
                amount=self._format(self.amount),
                reason=self.reward_id.cancel_reason or "",
            )
        return self.env._(
            "Bonus of %(date)s: %(amount)s. %(reason)s",
            date=format_date(self.env, self.period_from),
            amount=self._format(self.amount),
            reason=self.reward_id.reason,
        )

    def _get_prize_name(self):
        return self.contest_participant_id.contest_id.name

    def _explain_prize(self):
        return self.env._(
            "Place %(rank)s in the contest %(contest)s: %(amount)s",
            rank=self.contest_participant_id.rank,
            contest=self.contest_participant_id.contest_id.name,
            amount=self._format(self.amount),
        )

    def _get_balance_name(self):
        return self.env._("Balance of %(period)s", period=self.carried_statement_id._get_period_name())

    def _explain_balance(self):
        return self.env._(
            "%(period)s ended %(amount)s below zero and was not paid: %(amount)s are taken off here",
            period=self.carried_statement_id._get_period_name(),
            amount=self._format(-self.amount),
        )

    def _get_agreed_name(self):
        if about := (self.figures or {}).get("about"):
            return self.env._("Agreed after the dispute about “%(line)s”", line=about)
        return self.env._("Agreed after the dispute")

    def _explain_agreed(self):
        return self.env._(
            "%(amount)s: %(reason)s (%(user)s)",
            amount=self._format(self.amount),
            reason=self.agreed_reason,
            user=self.agreed_by_id.name,
        )

    def _get_untaken_name(self):
        return dict(self.untaken_id._fields["kind"]._description_selection(self.env))[self.untaken_id.kind]

    def _explain_untaken(self):
        return self.untaken_id._explain()

    def _get_period_name(self):
        return format_period(self.env, self.period_from, self.period_to)

    def _format(self, amount):
        return formatLang(self.env, amount, digits=self.currency_id.decimal_places)

    def _format_rate(self, rate=None):
        """Return the rate without the zeros behind it: 5, 7.5, 0.25."""
        value = decimal(self.rate if rate is None else rate).normalize()
        return formatLang(self.env, float(value), digits=max(0, -value.as_tuple().exponent))

    def _format_base(self, amount, quantity):
        """Return what counts in words of the rule: an amount, or units."""
        if self.rule_id.rate_type == "per_unit":
            return self.env["sales.office.commission.wording"]._format_number(quantity)
        return self._format(amount)
