from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    sales_office_price_days = fields.Integer(
        string="Days to Decide on a Price",
        default=1,
        help="Whoever is asked for a price is to decide within so many working days of the office. Then he is "
        "reminded, and as many days later the next one above who may is asked.",
    )
    sales_office_price_valid_days = fields.Integer(
        string="Days a Price Is Valid",
        default=30,
        help="An approved price may be offered for so many days, unless whoever approves it gives another date.",
    )

    _sales_office_price_days = models.Constraint(
        "CHECK (sales_office_price_days BETWEEN 0 AND 365 AND sales_office_price_valid_days BETWEEN 1 AND 3650)",
        "A price is decided within 0 to 365 days, and valid for 1 to 3650.",
    )
