from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    sales_office_gift_limit = fields.Monetary(string="Gifts Kept Without Asking", default=0)
    sales_office_gift_days = fields.Integer(string="Days to Declare a Gift", default=1)

    _sales_office_gift_limit_positive = models.Constraint(
        "CHECK (sales_office_gift_limit >= 0)", "The limit of gifts must not be negative."
    )
    _sales_office_gift_days_positive = models.Constraint(
        "CHECK (sales_office_gift_days BETWEEN 0 AND 365)", "The days to declare a gift lie between 0 and 365."
    )
