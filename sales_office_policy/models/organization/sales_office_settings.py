from odoo import api, fields, models


class SalesOfficeSettings(models.TransientModel):
    """The settings page of the policy administrator, for the current company.

    ``res.config.settings`` is open to system administrators only; a policy administrator
    is not one. Each room declares its company fields here again, as ``related`` and
    ``readonly=False``, and they are all he can write of the company.
    """

    _name = "sales.office.settings"
    _description = "Sales Office Settings"

    company_id = fields.Many2one("res.company", required=True, readonly=True, default=lambda self: self.env.company)
    sales_office_room_ids = fields.Many2many(related="company_id.sales_office_room_ids", readonly=False)

    @api.depends("company_id.name")
    def _compute_display_name(self):
        for settings in self:
            settings.display_name = self.env._("Settings of %(company)s", company=settings.company_id.name)

    @api.model_create_multi
    def create(self, vals_list):
        self.check_access("create")
        vals_list = [{**vals, "company_id": self.env.company.id} for vals in vals_list]
        # sudo: the related fields write on the company, which the policy administrator may only do through them
        return super(SalesOfficeSettings, self.sudo()).create(vals_list).sudo(False)

    def write(self, vals):
        self.check_access("write")
        vals.pop("company_id", None)
        # sudo: as in create
        return super(SalesOfficeSettings, self.sudo()).write(vals)
