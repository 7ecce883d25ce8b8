from odoo import fields, models


class SalesOfficeNeed(models.Model):
    """What the customer of an opportunity needs, how much of it matters to them, and whether we have it (R064)."""

    _name = "sales.office.need"
    _description = "Customer Need"
    _inherit = "sales.office.lead.record.mixin"
    _order = "lead_id, sequence, id"

    sequence = fields.Integer(default=10)
    name = fields.Char(string="What the Customer Needs", required=True)
    importance = fields.Selection(
        [("must", "Decides the Deal"), ("should", "Matters to Them"), ("wish", "Would Be Welcome")],
        required=True,
        default="should",
        help="In the customer's eyes.",
    )
    fit = fields.Selection(
        [("met", "We Have It"), ("partly", "We Have It in Part"), ("not", "We Do Not Have It")],
        string="Our Fit",
        help="Empty: nobody knows yet.",
    )
    evidence = fields.Char(string="How We Know", help="Who said it, where it stands, what was shown or tried.")
