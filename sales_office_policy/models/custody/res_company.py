from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    sales_office_day_end = fields.Float(
        string="Usual End of the Day",
        default=17.5,
        help="When papers are due back that are taken after the hours of a working day, or where neither the borrower "
        "nor the office has fixed hours.",
    )

    _sales_office_day_end_in_day = models.Constraint(
        "CHECK (sales_office_day_end > 0 AND sales_office_day_end <= 24)",
        "The usual end of the day is an hour between 0 and 24.",
    )
