from odoo import api, fields, models


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = ["res.partner", "sales.office.reader.mixin"]

    sales_office_licence_ids = fields.One2many(
        "sales.office.partner.licence",
        "partner_id",
        string="Licences and Papers",
        groups="sales_office_policy.group_member",
    )
    sales_office_invoicing_missing = fields.Char(
        string="Missing for Invoicing",
        compute="_compute_sales_office_invoicing_missing",
        groups="sales_office_policy.group_member",
        help="What an invoice to this customer needs and nobody has entered yet.",
    )

    @api.depends("name", "vat", "street", "phone", "bank_ids.acc_number", "bank_ids.bank_id", "parent_id")
    @api.depends_context("lang")
    def _compute_sales_office_invoicing_missing(self):
        """Name what is missing of the invoicing data: title, tax id, address, telephone, bank, account (R037)."""
        for partner in self:
            billed = partner.commercial_partner_id or partner
            bank = billed.bank_ids[:1]
            wanted = (
                (billed.name, self.env._("invoice title")),
                (billed.vat, self.env._("tax ID")),
                (billed.street, self.env._("address")),
                (billed.phone, self.env._("telephone")),
                (bank.bank_id, self.env._("bank")),
                (bank.acc_number, self.env._("account number")),
            )
            partner.sales_office_invoicing_missing = ", ".join(name for value, name in wanted if not value) or False
