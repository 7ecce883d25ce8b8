from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    sales_office_sync_team_target = fields.Boolean(
        string="Keep the Sales Teams' Targets in Step",
        default=True,
        help="A published month target of a department becomes the invoicing target of its sales team.",
    )
