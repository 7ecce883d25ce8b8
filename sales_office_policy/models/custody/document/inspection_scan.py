from odoo import api, fields, models
from odoo.exceptions import UserError


class SalesOfficeInspectionLine(models.Model):
    """A paper that lay about is found by the barcode on it (R016, R019)."""

    _inherit = "sales.office.inspection.line"

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

    @api.model
    def _get_mark_fields(self):
        return super()._get_mark_fields() | {"document_reference"}

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
