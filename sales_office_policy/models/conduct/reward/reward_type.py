from odoo import api, fields, models

KINDS = [
    ("bonus", "Bonus"),
    ("honour", "Honour"),
    ("rise", "Pay Rise"),
    ("promotion", "Promotion"),
    ("welfare", "Benefit"),
]


class SalesOfficeRewardType(models.Model):
    """A way of rewarding good work (R059). Amounts are in the currency of the employee's company."""

    _name = "sales.office.reward.type"
    _description = "Reward Type"
    _inherit = ["sales.office.protected.mixin", "sales.office.used.mixin"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", help="Leave empty for a type that every company uses.")
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id")
    kind = fields.Selection(
        KINDS,
        required=True,
        default="bonus",
        help="A bonus is paid with the commission statement, an honour comes with a badge. "
        "Pay rises, promotions and benefits are carried out by HR and recorded here.",
    )
    amount = fields.Monetary(string="Usual Amount", help="Proposed first; whoever proposes the reward may change it.")
    badge_id = fields.Many2one(
        "gamification.badge", string="Award Badge", help="Given to the employee when the reward is approved."
    )
    description = fields.Text(translate=True, help="What it is given for.")

    _amount_positive = models.Constraint("CHECK (amount >= 0)", "The amount of a reward must not be negative.")

    @api.depends("company_id")
    @api.depends_context("company")
    def _compute_currency_id(self):
        for reward_type in self:
            reward_type.currency_id = (reward_type.company_id or self.env.company).currency_id
