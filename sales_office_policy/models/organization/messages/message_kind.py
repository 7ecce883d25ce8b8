from odoo import fields, models


class SalesOfficeMessageKind(models.Model):
    """What groups can be told. A room ships records; what there is to tell, it says in ``sales.office.news``."""

    _name = "sales.office.message.kind"
    _description = "Kind of Group Message"
    _inherit = "sales.office.reader.mixin"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    room_id = fields.Many2one("sales.office.room", ondelete="cascade", help="Empty: several rooms have such news.")

    _code_uniq = models.Constraint("UNIQUE (code)", "A kind of message with this code exists already.")
