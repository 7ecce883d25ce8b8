from odoo import models


class ResPartner(models.Model):
    """A customer: last contact and next step, complaints."""

    _name = "res.partner"
    _inherit = ["res.partner", "sales.office.contacted.partner", "sales.office.complaining.customer"]
