from odoo import api, fields, models
from odoo.exceptions import UserError

from ...organization.rpc.rpc import core_door

#: classes of confidentiality whose papers must on no account lie about
SENSITIVE = ("confidential", "secret")


class SalesOfficeInspectionLine(models.Model):
    """A controlled document found lying about; its class says how serious that is (R018).

    It is found by the barcode on it, or by its number (R016, R019).
    """

    _inherit = "sales.office.inspection.line"

    document_id = fields.Many2one(
        "sales.office.document",
        string="Document Found",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        help="A controlled document that lay about. Confidential and secret ones weigh more.",
    )
    document_reference = fields.Char(
        string="Scan a Label",
        compute="_compute_document_reference",
        inverse="_inverse_document_reference",
        help="Scan the label of the paper that lay about, or type its number.",
    )

    @api.depends("document_id")
    def _compute_document_reference(self):
        for line in self:
            line.document_reference = line.document_id.sudo().reference  # sudo: its number is on the paper

    def _inverse_document_reference(self):
        for line in self:
            code = line.document_reference
            if (code or "").strip() == (line.document_id.sudo().reference or ""):
                continue  # as computed, or emptied together with the document
            document = line._find_document(code)
            if code and not document:
                raise UserError(line._get_unknown_text(code))
            line.document_id = document

    @api.onchange("document_reference")
    def _onchange_document_reference(self):
        """Show the paper with the scanned number at once; a code that is none of ours says so."""
        code = self.document_reference
        self.document_id = self._find_document(code)
        if not code or self.document_id:
            return None
        self.document_reference = False
        return {"warning": {"title": self.env._("Unknown code"), "message": self._get_unknown_text(code)}}

    @api.depends("document_id")
    def _compute_violation_type_id(self):
        return super()._compute_violation_type_id()

    @core_door
    def write(self, vals):
        """Name only documents that the inspector may read.

        :raises AccessError: the document is not theirs to read
        """
        if vals.get("document_id") and not self.env.su:
            # or any number would tell the title of the document behind it
            self.env["sales.office.document"].browse(vals["document_id"]).check_access("read")
        return super().write(vals)

    @api.model
    def _get_mark_fields(self):
        return super()._get_mark_fields() | {"document_id", "document_reference"}

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
        named = self.env._("Document: %(document)s.", document=self.document_id.display_name)
        return f"{text} {named}"

    def _find_document(self, code):
        """Return the document with that number which the inspector may see; none for a code of something else."""
        Document = self.env["sales.office.document"].sudo(False)  # an inverse runs as superuser
        code = (code or "").strip()
        if not code:
            return Document.browse()
        return Document.search([("reference", "=", code), ("company_id", "=", self.company_id.id)], limit=1)

    def _get_unknown_text(self, code):
        return self.env._(
            "%(code)s is not the number of a paper of this office that you may see. "
            "If it is a label of the office, call the clerk.",
            code=code,
        )
