from odoo import api, fields, models, tools

from .local_time import get_today, get_zone
from .record.remembered_mixin import forget
from .rpc.rpc import core_door

#: settings that Odoo's own screens ask for each time; the others are read where one of them is asked for
READ_ANYWAY = {"sales_office_channel_mode", "sales_office_handover_plan_id", "sales_office_stale_days"}

#: by which what is remembered of companies changes: which branches one has, and what it works with
CHANGING = frozenset({"active", "sales_office_room_ids"})


class ResCompany(models.Model):
    _inherit = "res.company"

    sales_office_room_ids = fields.Many2many(
        "sales.office.room",
        string="Sales Office Rooms",
        help="The parts of the rule book this company works with. Nothing runs before it is switched on.",
    )
    sales_office_skipped_step_ids = fields.Many2many(
        "sales.office.first.step",
        "sales_office_skipped_step_rel",
        string="First Steps Not Needed",
        help="They are not on Today; what is taken out of here is there again until it is done.",
    )

    sales_office_calendar_links = fields.Boolean(
        string="Calendar Links",
        help="Members may have a secret link under which the calendar of their phone reads their meetings and visits.",
    )

    def _post_model_setup__(self):
        """Read our settings together, and not with all the rest of a company, which each request of anybody reads."""
        result = super()._post_model_setup__()
        for name, field in self._fields.items():
            if name.startswith("sales_office_") and field.prefetch is True and name not in READ_ANYWAY:
                field.prefetch = "sales_office"
        return result

    @api.model
    @tools.ormcache()
    def _get_sales_office_setting_names(self):
        """Return the names of our settings."""
        return tuple(name for name in self._fields if name.startswith("sales_office_"))

    @core_door
    @api.model_create_multi
    def create(self, vals_list):
        """Make companies; members see what the rooms they begin with add to Odoo's forms."""
        companies = super().create(vals_list)
        forget(self.env)  # a company has one branch more
        if any("sales_office_room_ids" in vals for vals in vals_list):
            self.env["sales.office.room"]._sync_groups()
        return companies

    @core_door
    def write(self, vals):
        """Change companies; what depends on which rooms are switched on follows."""
        result = super().write(vals)
        if not CHANGING.isdisjoint(vals):
            forget(self.env)
        if "sales_office_room_ids" in vals:
            self.env["sales.office.room"]._sync_groups()
        return result

    def _sales_office_uses(self, code):
        """Return whether this company has switched the room ``code`` on."""
        self.ensure_one()
        return code in self._get_sales_office_room_codes()

    @tools.ormcache("self.id")
    def _get_sales_office_room_codes(self):
        # sudo: rooms are not secret
        return frozenset(self.sudo().sales_office_room_ids.mapped("code"))

    @tools.ormcache("self.id", "self.env.lang")
    def _get_sales_office_room_names(self):
        """Return ``{code: name}`` of the rooms this company has switched on, as the user reads them."""
        return {room.code: room.name for room in self.sudo().sales_office_room_ids}  # sudo: rooms are not secret

    def _get_sales_office_today(self):
        """Return today's date by the clock of the company's working schedule."""
        return get_today(get_zone(self.sudo().resource_calendar_id.tz))  # sudo: only the time zone is read
