from odoo import fields, models

CONFIDENTIALITY = [
    ("public", "Public"),
    ("internal", "Internal"),
    ("confidential", "Confidential"),
    ("secret", "Secret"),
]


class SalesOfficeDocumentCategory(models.Model):
    """A kind of controlled document: what a new one starts from, and what may be done with it.

    The rules narrow what a document's confidentiality class allows, and never widen it (R015, R022).
    """

    _name = "sales.office.document.category"
    _description = "Controlled Document Category"
    _inherit = "sales.office.reader.mixin"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    confidentiality = fields.Selection(
        CONFIDENTIALITY, required=True, default="internal", help="Class a new document of this category gets."
    )
    home_location = fields.Char(translate=True, help="Where a new document of this category is kept.")
    description = fields.Text(translate=True)
    seen_by = fields.Selection(
        [("class", "Whoever its Class Allows"), ("leaders", "Clerk and Leaders Only")],
        required=True,
        default="class",
        help="Who may know that such a document exists.",
    )
    lent_to = fields.Selection(
        [("office", "Whoever its Class Allows"), ("leaders", "Leaders Only"), ("nobody", "Nobody")],
        required=True,
        default="office",
        help="Who may be handed the original.",
    )
    may_leave = fields.Boolean(
        string="May Leave the Office", default=True, help="The borrower may take it along to a customer."
    )
    may_extend = fields.Boolean(
        string="May Be Extended",
        default=True,
        help="A manager may let somebody keep it longer than until the end of the working day.",
    )
    may_copy = fields.Boolean(
        string="May Be Copied", help="A numbered copy may be lent or given away instead of the original."
    )
