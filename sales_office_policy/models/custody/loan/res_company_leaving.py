from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    sales_office_ask_papers = fields.Boolean(
        string="Ask Before Signing Out with Papers",
        help="Who signs out from the web and still holds papers is shown them and asked. The kiosk does not ask.",
    )
