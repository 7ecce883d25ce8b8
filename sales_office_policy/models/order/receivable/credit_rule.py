from typing import NamedTuple

from odoo import api, fields, models, tools

KINDS = [
    ("overdue_days", "An Invoice Overdue for Longer than"),
    ("overdue_amount", "More Overdue than"),
    ("exposure", "Credit Limit Used by More than"),
    ("term", "Another Payment Term than the Customer's Own"),
]


class Rule(NamedTuple):
    """A line of the table, as it is remembered."""

    kind: str
    reaction: str
    days: int
    amount: float
    percent: float


class SalesOfficeCreditRule(models.Model):
    """A line of the table that says when an order is not simply confirmed: who owes too much, too long (R119, R096)."""

    _name = "sales.office.credit.rule"
    _description = "Credit Rule"
    _inherit = ["sales.office.remembered.mixin", "sales.office.protected.mixin"]
    _order = "sequence, id"
    _rec_name = "kind"

    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection(KINDS, string="If", required=True, default="overdue_days")
    days = fields.Integer(
        string="Days Allowed",
        default=30,
        aggregator=None,
        help="A customer may have days of their own, entered with the credit limit.",
    )
    amount = fields.Monetary(aggregator=None, help="Of all that is overdue, less money that is not matched yet.")
    percent = fields.Float(
        default=100,
        aggregator=None,
        help="Of the credit limit that accounting has given the customer: all that they owe, what they have "
        "ordered and was not invoiced yet, and this order. Without a limit there is nothing to exceed.",
    )
    reaction = fields.Selection(
        [("warn", "Warn Only"), ("hold", "Hold the Order")],
        string="Then",
        required=True,
        default="warn",
        help="Warn only: the quotation says so. Hold: nobody confirms it before finance or a director releases it; "
        "what the customer signed or paid all the same stands, and finance is told.",
    )
    active = fields.Boolean(default=True)

    _values = models.Constraint(
        "CHECK (days BETWEEN 0 AND 3650 AND amount >= 0 AND percent BETWEEN 0 AND 1000)",
        "Days lie between 0 and 3650, percent between 0 and 1000, and an amount is not negative.",
    )

    @api.model
    @tools.ormcache("company_id")
    def _get_table(self, company_id):
        """Return the rules of a company as tuples; asked by every quotation, changed once a year."""
        rules = self.sudo().search([("company_id", "=", company_id)])  # sudo: applied to whoever sells
        return tuple(Rule(rule.kind, rule.reaction, rule.days, rule.amount, rule.percent) for rule in rules)
