from odoo import api, fields, models
from odoo.tools.misc import format_date, formatLang

from ...books.metrics import explained
from ...organization.rpc.rpc import rpc
from ..settlement.arithmetic import decimal
from .statement import format_period


class SalesOfficeStatementLine(models.Model):
    """One amount of a statement, linked to its source and explained in words.

    Only the settlement writes lines. The figures behind the explanation are kept on the
    line, so that it reads the same years later and in every reader's language.
    """

    _name = "sales.office.statement.line"
    _description = "Commission Statement Line"
    _inherit = "sales.office.reader.mixin"
    _order = "statement_id, sequence, period_from, id"

    statement_id = fields.Many2one("sales.office.statement", required=True, index=True, ondelete="cascade")
    employee_id = fields.Many2one(related="statement_id.employee_id", store=True, precompute=True, index=True)
    company_id = fields.Many2one(related="statement_id.company_id", store=True, precompute=True, index=True)
    currency_id = fields.Many2one(related="statement_id.currency_id", store=True, precompute=True)
    kind = fields.Selection(
        [
            ("commission", "Commission"),
            ("correction", "Correction"),
            ("reward", "Reward"),
            ("carry", "Fine Carried In"),
            ("fine", "Fine"),
            ("refund", "Fine Given Back"),
        ],
        required=True,
    )
    sequence = fields.Integer(
        compute="_compute_sequence", store=True, precompute=True, help="Keeps the kinds together."
    )
    rule_id = fields.Many2one("sales.office.commission.rule", index="btree_not_null", ondelete="restrict")
    violation_id = fields.Many2one("sales.office.violation", string="Case", index="btree_not_null", ondelete="restrict")
    reward_id = fields.Many2one("sales.office.reward", index="btree_not_null", ondelete="restrict")
    period_from = fields.Date(required=True, help="First day of the period the amount is for.")
    period_to = fields.Date(required=True)
    base_amount = fields.Monetary(
        string="Base", help=explained("What counts in the period, less what other lines counted already.")
    )
    rate = fields.Float(digits=(16, 4))
    quantity = fields.Float(
        digits=(16, 4), help=explained("Units that count in the period, less what other lines counted already.")
    )
    figures = fields.Json(
        string="Underlying Figures", help="The figures behind the amount, from which it is explained."
    )
    settled_quantity = fields.Float(digits=(16, 4), help="Units that other lines had counted for the same period.")
    settled_base = fields.Monetary(help="Base that other lines had counted for the same period.")
    settled_amount = fields.Monetary(help="Commission that other lines had paid for the same period.")
    due_amount = fields.Monetary(string="Fine Due", help="Part of the fine that no earlier statement deducted.")
    amount = fields.Monetary()
    name = fields.Text(string="Description", compute="_compute_name", compute_sudo=True)
    explanation = fields.Text(compute="_compute_explanation", compute_sudo=True)

    _source_once = models.UniqueIndex("(statement_id, rule_id, period_from) WHERE rule_id IS NOT NULL")
    _violation_once = models.UniqueIndex("(statement_id, violation_id) WHERE violation_id IS NOT NULL")
    _reward_once = models.UniqueIndex("(statement_id, reward_id) WHERE reward_id IS NOT NULL")

    @api.depends("kind")
    def _compute_sequence(self):
        sequences = self._get_sequences()
        for line in self:
            line.sequence = sequences[line.kind]

    def _get_sequences(self):
        """Return ``{kind: sequence}``, in the order in which a statement shows them."""
        return {kind: number for number, (kind, _label) in enumerate(self._fields["kind"].selection)}

    @api.depends("rule_id.name", "violation_id.type_id", "reward_id.type_id", "kind", "period_from")
    @api.depends_context("lang")
    def _compute_name(self):
        for line in self:
            if line.violation_id:
                line.name = line._get_fine_name()
            elif line.reward_id:
                line.name = line._get_reward_name()
            elif line.kind == "correction":
                line.name = self.env._(
                    "%(rule)s, correction of %(period)s", rule=line.rule_id.name, period=line._get_period_name()
                )
            else:
                line.name = line.rule_id.name

    def _get_reward_name(self):
        name = self.reward_id.type_id.name
        return name if self.kind == "reward" else self.env._("%(reward)s, taken back", reward=name)

    def _get_fine_name(self):
        violation_type = self.violation_id.type_id
        if self.kind == "refund":
            return self.env._("%(violation)s, given back", violation=violation_type.name)
        return self.env._(
            "%(violation)s (clause %(clause)s)",
            violation=violation_type.name,
            clause=violation_type.clause_id.number,
        )

    @api.depends("kind", "base_amount", "quantity", "figures", "settled_base", "settled_amount", "due_amount", "amount")
    @api.depends_context("lang")
    def _compute_explanation(self):
        for line in self:
            if line.violation_id:
                line.explanation = line._explain_fine()
            elif line.reward_id:
                line.explanation = line._explain_reward()
            else:
                line.explanation = line._explain_commission()

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

    def _explain_fine(self):
        """Return how much of the fine is deducted, and why not all of it, or why it is given back."""
        if self.kind == "refund":
            return self.env._(
                "Fine of %(date)s, given back because the case was annulled: %(amount)s",
                date=format_date(self.env, self.period_from),
                amount=self._format(self.amount),
            )
        values = {
            "due": self._format(self.due_amount),
            "date": format_date(self.env, self.period_from),
            "deducted": self._format(-self.amount),
            "carried": self._format(self.due_amount + self.amount),
            "cap": self._format_rate(self.statement_id.plan_id.fine_cap_percent),
            "gross": self._format(self._get_fine_base()),
        }
        if self.currency_id.is_zero(self.due_amount + self.amount):
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

    def _get_period_name(self):
        return format_period(self.env, self.period_from, self.period_to)

    def _format(self, amount):
        return formatLang(self.env, amount, digits=self.currency_id.decimal_places)

    def _format_rate(self, rate=None):
        """Return the rate without the zeros behind it: 5, 7.5, 0.25."""
        value = decimal(self.rate if rate is None else rate).normalize()
        return formatLang(self.env, float(value), digits=max(0, -value.as_tuple().exponent))

    @rpc(one=True)
    def action_open_source(self):
        """Open what the line is made of: the invoices of the period, the violation or the reward."""
        if source := self.violation_id or self.reward_id:
            return source._get_records_action()
        if self.rule_id:
            return self._get_entries_action()
        return self.statement_id._get_records_action()
