from odoo import models


class PaymentLinkWizard(models.TransientModel):
    _name = "payment.link.wizard"
    # before Odoo's own, which says of what the link is
    _inherit = ["sales.office.offered.link", "payment.link.wizard"]
