from odoo import fields, models, tools

from .local_time import get_today, get_zone
from .rpc.rpc import core_door


class ResCompany(models.Model):
    _inherit = "res.company"

    sales_office_room_ids = fields.Many2many(
        "sales.office.room",
        string="Sales Office Rooms",
        help="The parts of the rule book this company works with. Nothing runs before it is switched on.",
    )

    @core_door
    def write(self, vals):
        """Forget what depends on which rooms are switched on."""
        result = super().write(vals)
        if "sales_office_room_ids" in vals:
            self.env.registry.clear_cache()
        return result

    def _sales_office_uses(self, code):
        """Return whether this company has switched the room ``code`` on."""
        self.ensure_one()
        return code in self._get_sales_office_room_codes()

    @tools.ormcache("self.id")
    def _get_sales_office_room_codes(self):
        # sudo: rooms are not secret
        return frozenset(self.sudo().sales_office_room_ids.mapped("code"))

    def _get_sales_office_today(self):
        """Return today's date by the clock of the company's working schedule."""
        return get_today(get_zone(self.sudo().resource_calendar_id.tz))  # sudo: only the time zone is read
