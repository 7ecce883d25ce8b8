from markupsafe import Markup

from odoo import api, fields, models

from .posts.title import get_mark


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

    group_id = fields.Many2one(
        "res.groups",
        ondelete="set null",
        help="Who sees in Odoo's own forms what the room adds: all members, while a company has switched it on.",
    )

    _code_uniq = models.Constraint("UNIQUE (code)", "A room with this code exists already.")

    def _get_help(self):
        """Return as HTML what switching on each of these rooms does."""
        lines = Markup().join(
            Markup("<li><strong>%s</strong>%s</li>") % (room.name, get_mark(": ", room.name) + room.description)
            for room in self.filtered("description")
        )
        return lines and Markup('<ul class="text-muted">%s</ul>') % lines

    @api.model
    def _sync_groups(self):
        """Let members see in Odoo's forms what the rooms that a company has switched on add, and nothing else."""
        rooms = self.sudo().search([("group_id", "!=", False)])  # sudo: follows from the choice of rooms
        users = self.env["res.company"].sudo().search([("sales_office_room_ids", "in", rooms.ids)])  # sudo: as above
        used = users.sales_office_room_ids
        members = self.env.ref("sales_office_policy.group_member")
        for room in rooms:
            imply(members, room.group_id, room in used)


def imply(group, implied, does=True):
    """Let who has ``group`` have ``implied`` as well, or no longer."""
    group = group.sudo()  # sudo: follows from a setting of the policy administrator
    if does != (implied in group.implied_ids):
        group.implied_ids = group.implied_ids | implied if does else group.implied_ids - implied
