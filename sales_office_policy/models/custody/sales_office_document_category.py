from odoo import fields, models

CONFIDENTIALITY = [
    ("public", "Public"),
    ("internal", "Internal"),
    ("confidential", "Confidential"),
    ("secret", "Secret"),
]


class SalesOfficeDocumentCategory(models.Model):
    """A kind of controlled document, with what a new document of that kind starts from."""

    _name = "sales.office.document.category"
    _description = "Controlled Document Category"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    confidentiality = fields.Selection(
        CONFIDENTIALITY, required=True, default="internal", help="Class a new document of this category gets."
    )
    home_location = fields.Char(translate=True, help="Where a new document of this category is kept.")
    description = fields.Text(translate=True)
