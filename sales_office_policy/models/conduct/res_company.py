from odoo import api, fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    sales_office_fines_enabled = fields.Boolean(string="Fines", default=True)
    sales_office_fine_replacement = fields.Selection(
        [("fine", "The fine"), ("points", "A warning with its points"), ("training", "A training")],
        string="Where a Ladder Has a Fine",
        compute="_compute_sales_office_fine_replacement",
        inverse="_inverse_sales_office_fine_replacement",
        store=True,
        readonly=False,
    )
    sales_office_training_days = fields.Integer(string="Days to Attend a Training", default=20)
    sales_office_answer_days = fields.Integer(string="Days to Answer", default=3)
    sales_office_appeal_days = fields.Integer(string="Days to Appeal", default=5)
    sales_office_anonymise_months = fields.Integer(string="Names of Leavers Kept (Months)")

    _sales_office_anonymise_months_positive = models.Constraint(
        "CHECK (sales_office_anonymise_months >= 0)", "The number of months must not be negative."
    )
    _sales_office_training_days_positive = models.Constraint(
        "CHECK (sales_office_training_days >= 1)", "Give the employee at least one working day for his training."
    )
    _sales_office_answer_days_positive = models.Constraint(
        "CHECK (sales_office_answer_days >= 1)", "Give the employee at least one working day to answer."
    )
    _sales_office_appeal_days_positive = models.Constraint(
        "CHECK (sales_office_appeal_days >= 1)", "Give the employee at least one working day to appeal."
    )

    @api.depends("sales_office_fines_enabled")
    def _compute_sales_office_fine_replacement(self):
        for company in self:
            if company.sales_office_fines_enabled:
                company.sales_office_fine_replacement = "fine"
            elif company.sales_office_fine_replacement in (False, "fine"):
                company.sales_office_fine_replacement = "points"

    def _inverse_sales_office_fine_replacement(self):
        for company in self:
            company.sales_office_fines_enabled = company.sales_office_fine_replacement == "fine"
