from odoo import models


class ResPartner(models.Model):
    """A customer: last contact and next step, complaints, visits, the customer file; of a lead in the public pool."""

    _name = "res.partner"
    _inherit = [
        "res.partner",
        "sales.office.contacted.partner",
        "sales.office.complaining.customer",
        "sales.office.visited.partner",
        "sales.office.filed.partner",
        "sales.office.pooled.partner",
    ]
