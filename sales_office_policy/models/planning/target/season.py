from odoo import api, fields, models


class SalesOfficeSeason(models.Model):
    """How much a month weighs when a target is split by seasons; a month without a row weighs 1."""

    _name = "sales.office.season"
    _description = "Seasonal Weight"
    _inherit = "sales.office.reader.mixin"
    _order = "number"
    _rec_name = "month"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True, ondelete="cascade"
    )
    month = fields.Selection(
        [
            ("1", "January"),
            ("2", "February"),
            ("3", "March"),
            ("4", "April"),
            ("5", "May"),
            ("6", "June"),
            ("7", "July"),
            ("8", "August"),
            ("9", "September"),
            ("10", "October"),
            ("11", "November"),
            ("12", "December"),
        ],
        required=True,
    )
    number = fields.Integer(
        string="Number of the Month",
        compute="_compute_number",
        store=True,
        help="Sorts months; as text 10 is before 2.",
    )
    weight = fields.Float(required=True, default=1.0, digits=(8, 2))

    _month_uniq = models.Constraint("UNIQUE (company_id, month)", "This month has a weight already.")
    _weight_positive = models.Constraint("CHECK (weight >= 0)", "A weight is not negative.")

    @api.depends("month")
    def _compute_number(self):
        for season in self:
            season.number = int(season.month or 0)

    def _get_weights(self, company):
        """Return ``{number of the month: weight}`` of a company."""
        return {int(season.month): season.weight for season in self.sudo().search([("company_id", "=", company.id)])}
