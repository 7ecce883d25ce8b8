from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    sales_office_fines_enabled = fields.Boolean(string="Fines", default=True)
    sales_office_answer_days = fields.Integer(string="Days to Answer", default=3)
    sales_office_appeal_days = fields.Integer(string="Days to Appeal", default=5)

    sales_office_anonymise_months = fields.Integer(string="Names of Leavers Kept (Months)")

    _sales_office_anonymise_months_positive = models.Constraint(
        "CHECK (sales_office_anonymise_months >= 0)", "The number of months must not be negative."
    )
    _sales_office_answer_days_positive = models.Constraint(
        "CHECK (sales_office_answer_days >= 1)", "Give the employee at least one working day to answer."
    )
    _sales_office_appeal_days_positive = models.Constraint(
        "CHECK (sales_office_appeal_days >= 1)", "Give the employee at least one working day to appeal."
    )
