from odoo import api, fields, models

from ..organization.record.phrases import join_names
from ..organization.rpc.rpc import rpc

#: field on a partner -> the register it counts, and what opens it
REGISTERS = {
    "sales_office_visitor_count": ("sales.office.visitor", "sales_office_policy.sales_office_visitor_action"),
    "sales_office_letter_count": (
        "sales.office.correspondence",
        "sales_office_policy.sales_office_correspondence_action",
    ),
    "sales_office_call_count": ("sales.office.call", "sales_office_policy.sales_office_call_action"),
}


class ResPartner(models.Model):
    """A customer's papers, and how often they came, wrote and called, as far as the current user may see it."""

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
    sales_office_visitor_count = fields.Integer(
        string="Visitors", compute="_compute_sales_office_register_counts", groups="sales_office_policy.group_member"
    )
    sales_office_letter_count = fields.Integer(
        string="Letters", compute="_compute_sales_office_register_counts", groups="sales_office_policy.group_member"
    )
    sales_office_call_count = fields.Integer(
        string="Calls", compute="_compute_sales_office_register_counts", groups="sales_office_policy.group_member"
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
            partner.sales_office_invoicing_missing = (
                join_names(self.env, (name for value, name in wanted if not value)) or False
            )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_sales_office_register_counts(self):
        for name, (model, _action) in REGISTERS.items():
            counts = dict.fromkeys(self.ids, 0)
            groups = self.env[model]._read_group([("partner_id", "child_of", self.ids)], ["partner_id"], ["__count"])
            for partner, count in groups if self.ids else ():
                while partner:  # a company counts what concerns its people
                    if partner.id in counts:
                        counts[partner.id] += count
                    partner = partner.sudo().parent_id
            for partner in self:
                partner[name] = counts.get(partner.id, 0)

    @rpc(one=True)
    def action_open_sales_office_visitors(self):
        """Open the visits of this customer and its people."""
        return self._open_sales_office_register("sales_office_visitor_count")

    @rpc(one=True)
    def action_open_sales_office_letters(self):
        """Open the letters from and to this customer and its people."""
        return self._open_sales_office_register("sales_office_letter_count")

    @rpc(one=True)
    def action_open_sales_office_calls(self):
        """Open the telephone calls with this customer and its people."""
        return self._open_sales_office_register("sales_office_call_count")

    def _open_sales_office_register(self, name):
        _model, action = REGISTERS[name]
        return self.env["ir.actions.actions"]._for_xml_id(action) | {
            "domain": [("partner_id", "child_of", self.id)],
            "context": {"default_partner_id": self.id},
        }
