from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    sales_office_fine_cap_percent = fields.Float(
        string="Fines at Most (%)",
        digits=(5, 2),
        default=20.0,
        help="Share of a period's gross commission that fines may take in a new commission plan.",
    )

    _sales_office_fine_cap_range = models.Constraint(
        "CHECK (sales_office_fine_cap_percent BETWEEN 0 AND 100)",
        "The share that fines may take is between 0 and 100 %.",
    )
