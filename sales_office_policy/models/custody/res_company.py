from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    sales_office_day_end = fields.Float(
        string="Usual End of the Day",
        default=17.5,
        help="When papers are due back that are taken after the hours of a working day, or where neither the borrower "
        "nor the office has fixed hours.",
    )
    sales_office_kept_days = fields.Integer(
        string="Kept for (Working Days)",
        default=2,
        help="How many working days a paper is kept for whoever may draw it; then the next in line gets their turn.",
    )
    sales_office_ask_papers = fields.Boolean(
        string="Ask Before Signing Out with Papers",
        help="Anyone who signs out from the web and still holds papers is shown them and asked. The kiosk does "
        "not ask.",
    )

    _sales_office_day_end_in_day = models.Constraint(
        "CHECK (sales_office_day_end > 0 AND sales_office_day_end <= 24)",
        "The usual end of the day is an hour between 0 and 24.",
    )
    _sales_office_kept_days_range = models.Constraint(
        "CHECK (sales_office_kept_days BETWEEN 1 AND 60)", "A paper is kept for 1 to 60 working days."
    )
