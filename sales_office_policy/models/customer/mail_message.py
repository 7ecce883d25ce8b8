from odoo import fields, models


class MailMessage(models.Model):
    _inherit = "mail.message"

    sales_office_is_automatic = fields.Boolean(
        string="Written by a Machine", readonly=True, help="An answer that a mailbox gives by itself: no contact."
    )
