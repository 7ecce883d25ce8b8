from odoo import api, fields, models

from .log_writing import write_log


class SalesOfficeCustomerExport(models.Model):
    """Who took customers' data out as a file; nobody writes or deletes it, the director reads it (R056)."""

    _name = "sales.office.customer.export"
    _description = "Export of Customers"
    _inherit = "sales.office.reader.mixin"
    _order = "exported_at desc, id desc"
    _rec_name = "res_model"

    user_id = fields.Many2one("res.users", required=True, readonly=True, index=True, ondelete="restrict")
    exported_at = fields.Datetime(required=True, readonly=True, index=True)
    res_model = fields.Selection(
        [("res.partner", "Customers"), ("crm.lead", "Leads"), ("sale.order", "Sales Orders")],
        string="What",
        required=True,
        readonly=True,
    )
    record_count = fields.Integer(string="Records", readonly=True, aggregator="sum")
    field_names = fields.Char(string="Fields", readonly=True, help="Technical names of the fields in the file.")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, ondelete="cascade")

    @api.model
    def _log(self, records, field_names):
        """Record that the current user exported ``records``; nothing about people outside a sales office."""
        user, company = self.env.user, self.env.company
        if not user.has_group("sales_office_policy.group_member") or not company._sales_office_uses("custody"):
            return
        values = {
            "user_id": user.id,
            "exported_at": fields.Datetime.now(),
            "res_model": records._name,
            "record_count": len(records),
            "field_names": ", ".join(field_names),
            "company_id": company.id,
        }
        write_log(self, lambda log: log.create(values))
