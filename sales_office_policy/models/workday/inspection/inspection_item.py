from odoo import fields, models


class SalesOfficeInspectionItem(models.Model):
    """Something an inspector looks at, desk by desk (R018, R024)."""

    _name = "sales.office.inspection.item"
    _description = "Inspection Item"
    _inherit = "sales.office.protected.mixin"
    _order = "sequence, id"

    name = fields.Char(
        string="Item", required=True, translate=True, help="As it should be: Desk and surroundings are tidy."
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", help="Leave empty for an item that every company uses.")
    category = fields.Selection(
        [("desk", "Desk"), ("dress", "Dress"), ("document", "Documents"), ("other", "Other")],
        required=True,
        default="desk",
    )
    violation_type_id = fields.Many2one(
        "sales.office.violation.type",
        string="Violation",
        required=True,
        ondelete="restrict",
        help="What somebody is suspected of when the item is not as it should be.",
    )
