from odoo import fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    sales_office_customer_since = fields.Date(
        string="Customer Since",
        prefetch=False,
        groups="sales_team.group_sale_salesman,account.group_account_invoice,sales_office_policy.group_member",
        help="When the company behind this contact became a customer, where the books do not tell: before the first "
        "invoice in this database, or in another one. It decides who is a new customer, for commission, targets, "
        "contests and reports alike. Empty: the first invoice that was not credited in full.",
    )

    def _commercial_fields(self):
        return super()._commercial_fields() + ["sales_office_customer_since"]
