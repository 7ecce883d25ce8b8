from odoo import fields, models


class SalesOfficeRole(models.Model):
    """A post in the sales department and the access group that comes with it (R080)."""

    _name = "sales.office.role"
    _description = "Sales Office Role"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    group_id = fields.Many2one(
        "res.groups",
        string="Access Group",
        required=True,
        ondelete="restrict",
        help="The group a user gets while his employee holds this role.",
    )
    description = fields.Text(translate=True)

    _group_uniq = models.Constraint("UNIQUE (group_id)", "Each access group belongs to one role only.")
