from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    sales_office_letter_days = fields.Integer(
        string="Days to Handle a Letter",
        default=3,
        help="An incoming letter is to be handled within so many working days of its office.",
    )
    sales_office_complaint_days = fields.Integer(
        string="Days to Answer a Complaint",
        default=1,
        help="Whoever looks after a complaint is to answer the customer within so many working days.",
    )

    _sales_office_register_days = models.Constraint(
        "CHECK (sales_office_letter_days BETWEEN 0 AND 365 AND sales_office_complaint_days BETWEEN 0 AND 365)",
        "The days to handle letters and complaints lie between 0 and 365.",
    )
