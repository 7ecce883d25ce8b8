from markupsafe import Markup

from odoo import fields, models


class SalesOfficeRoom(models.Model):
    """A chapter of the product that a company can switch on or off.

    A room ships one record; nothing in it is enforced for a company before the
    company has the record among its ``sales_office_room_ids``.
    """

    _name = "sales.office.room"
    _description = "Sales Office Room"
    _inherit = "sales.office.reader.mixin"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    description = fields.Text(translate=True, help="What happens once the room is switched on.")

    _code_uniq = models.Constraint("UNIQUE (code)", "A room with this code exists already.")

    def _get_help(self):
        """Return as HTML what switching on each of these rooms does."""
        lines = Markup().join(
            Markup("<li><strong>%s</strong>: %s</li>") % (room.name, room.description)
            for room in self.filtered("description")
        )
        return lines and Markup('<ul class="text-muted">%s</ul>') % lines
