from odoo import models


class ResPartner(models.Model):
    """A customer: last contact and next step."""

    _name = "res.partner"
    _inherit = ["res.partner", "sales.office.contacted.partner"]
