import re

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Command

from .rpc.rpc import core_door

#: what hides a block of the page while its room is not chosen
USED = re.compile(r"'\[(\w+)\]' not in used_rooms")


class SalesOfficeSettings(models.TransientModel):
    """The settings page of the policy administrator, for the current company.

    ``res.config.settings`` is open to system administrators only; a policy administrator
    is not one. Each room declares its company fields here again, as ``related`` and
    ``readonly=False``, and they are all they can write of the company.
    """

    _name = "sales.office.settings"
    _description = "Sales Office Settings"
    _inherit = "sales.office.reader.mixin"

    company_id = fields.Many2one("res.company", required=True, readonly=True, default=lambda self: self.env.company)
    sales_office_room_ids = fields.Many2many(related="company_id.sales_office_room_ids", readonly=False)
    sales_office_calendar_links = fields.Boolean(related="company_id.sales_office_calendar_links", readonly=False)
    sales_office_skipped_step_ids = fields.Many2many(related="company_id.sales_office_skipped_step_ids", readonly=False)
    room_help = fields.Html(compute="_compute_room_help")
    used_rooms = fields.Char(compute="_compute_used_rooms", export_string_translation=False)

    @api.depends("company_id.name")
    def _compute_display_name(self):
        for settings in self:
            company = settings.company_id.name
            settings.display_name = company and self.env._("Settings of %(company)s", company=company)

    def _compute_room_help(self):
        self.room_help = self.env["sales.office.room"].search([])._get_help()

    @api.depends("sales_office_room_ids")
    def _compute_used_rooms(self):
        """The codes of the rooms, for a view to ask: ``'[order]' in used_rooms``."""
        for settings in self:
            settings.used_rooms = "".join(f"[{code}]" for code in settings.sales_office_room_ids.mapped("code"))

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        """Write on each block of the page which room it belongs to: the client makes a page of each, called like it."""
        arch, view = super()._get_view(view_id, view_type, **options)
        names = {room.code: room.name for room in self.env["sales.office.room"].search([])}
        for block in arch.iterfind(".//sheet/*[@invisible]"):
            if room := USED.fullmatch(block.get("invisible")):
                block.set("data-room", room[1])
                block.set("data-room-name", names.get(room[1], ""))
        return arch, view

    @core_door
    @api.model_create_multi
    def create(self, vals_list):
        """Write settings of the present company, whose related fields only the software may write.

        :raises AccessError: the user is not its policy administrator
        """
        self.check_access("create")
        self._check_administers(self.env.company)
        vals_list = [{**self._prepare_settings_vals(vals), "company_id": self.env.company.id} for vals in vals_list]
        # sudo: the related fields write on the company, which the policy administrator may only do through them
        return super(SalesOfficeSettings, self.sudo()).create(vals_list).sudo(self.env.su)

    @core_door
    def write(self, vals):
        """Write settings of the company whose page was opened.

        :raises AccessError: another company's, or the user is not its policy administrator
        """
        self.check_access("write")
        if self.company_id - self.env.companies:
            raise AccessError(self.env._("These are the settings of another company. Open the page again."))
        self._check_administers(self.company_id)
        # sudo: as in create
        return super(SalesOfficeSettings, self.sudo()).write(self._prepare_settings_vals(vals))

    @api.model
    def _check_administers(self, companies):
        administered = self.env.user._get_sales_office_companies("policy_admin")
        if not self.env.su and any(company.id not in administered for company in companies):
            raise AccessError(self.env._("The settings of a company are made by its policy administrator."))

    @api.model
    def _prepare_settings_vals(self, vals):
        """Return ``vals`` without the company, refusing to reach through a list into the records it names."""
        for name, value in vals.items():
            commands = value if self._fields[name].type in ("one2many", "many2many") else []
            for command in commands or []:
                if isinstance(command, (list, tuple)) and command[0] in (
                    Command.CREATE,
                    Command.UPDATE,
                    Command.DELETE,
                ):
                    raise AccessError(self.env._("The settings page only chooses records, it does not edit them."))
        return {name: value for name, value in vals.items() if name != "company_id"}
