from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    sales_office_meeting_grace = fields.Integer(
        string="Grace Before Late (minutes)",
        default=5,
        help="Who signs in to a meeting more than so many minutes after its start is late.",
    )

    _sales_office_meeting_grace_positive = models.Constraint(
        "CHECK (sales_office_meeting_grace >= 0)", "The minutes of grace cannot be negative."
    )
