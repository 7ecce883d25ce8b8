from odoo import api, fields, models
from odoo.fields import Domain

from ...organization.record.phrases import join_names
from .log_writing import write_log

#: what stands between the names of fields in the log, whatever anybody reads it in
BETWEEN = ", "


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
    field_names = fields.Char(string="Technical Names", readonly=True)
    field_labels = fields.Char(
        string="Fields", compute="_compute_field_labels", search="_search_field_labels", help="What the file tells."
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, ondelete="cascade")

    @api.depends("res_model", "field_names")
    @api.depends_context("lang")
    def _compute_field_labels(self):
        for export in self:
            names = (export.field_names or "").split(BETWEEN)
            export.field_labels = join_names(self.env, (export._get_label(name) for name in names))

    def _search_field_labels(self, operator, value):
        """Find exports by what the reader calls their fields."""
        if operator != "ilike":
            return NotImplemented
        models = [name for name, _label in self._fields["res_model"].selection]
        # sudo: names of fields are no secret
        found = self.env["ir.model.fields"].sudo()
        found = found.search([("model_id.model", "in", models), ("field_description", "ilike", value)])
        return Domain.OR(
            Domain("res_model", "=", field.model) & Domain("field_names", "like", field.name) for field in found
        )

    def _get_label(self, path):
        """Return what the reader calls the field at the end of ``path``; the path itself if there is none any more."""
        self.ensure_one()
        model, labels = self.env.get(self.res_model), []
        for name in path.split("/"):
            if name in ("id", ".id"):
                labels.append(self.env._("External ID") if name == "id" else self.env._("Database ID"))
                break
            # a property is told by the field that holds it
            field = model is not None and model._fields.get(name.partition(".")[0])
            if not field:
                return path
            labels.append(field._description_string(self.env))
            model = self.env.get(field.comodel_name)
        return " / ".join(labels)

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
            "field_names": BETWEEN.join(field_names),
            "company_id": company.id,
        }
        write_log(self, lambda log: log.create(values))
