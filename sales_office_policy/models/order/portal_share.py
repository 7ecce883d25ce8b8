from odoo import models


class PortalShare(models.TransientModel):
    _name = "portal.share"
    # before Odoo's own, which says of what the link is
    _inherit = ["sales.office.offered.link", "portal.share"]
