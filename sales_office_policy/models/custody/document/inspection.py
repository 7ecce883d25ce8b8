from odoo import api, fields, models

from ...organization.rpc.rpc import core_door

#: classes of confidentiality whose papers must on no account lie about
SENSITIVE = ("confidential", "secret")


class SalesOfficeInspectionLine(models.Model):
    """A controlled document found lying about; its class says how serious that is (R018)."""

    _inherit = "sales.office.inspection.line"

    document_id = fields.Many2one(
        "sales.office.document",
        string="Document Found",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        help="A controlled document that lay about. Confidential and secret ones weigh more.",
    )

    @api.depends("document_id")
    def _compute_violation_type_id(self):
        return super()._compute_violation_type_id()

    @core_door
    def write(self, vals):
        if vals.get("document_id") and not self.env.su:
            # or any number would tell the title of the document behind it
            self.env["sales.office.document"].browse(vals["document_id"]).check_access("read")
        return super().write(vals)

    @api.model
    def _get_mark_fields(self):
        return super()._get_mark_fields() | {"document_id"}

    def _get_violation_type(self):
        document = self.sudo().document_id  # sudo: its class only, as it is at the time
        if not document:
            return super()._get_violation_type()
        left = "document_left_secret" if document.confidentiality in SENSITIVE else "document_left"
        return self.env.ref(f"sales_office_policy.violation_type_{left}")

    def _get_item_text(self):
        text = super()._get_item_text()
        if not self.document_id:
            return text
        return f"{text} {self.env._('Document: %(document)s.', document=self.document_id.display_name)}"
