from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    sales_office_room_ids = fields.Many2many(
        "sales.office.room",
        string="Sales Office Rooms",
        help="The parts of the rule book this company works with. Nothing runs before it is switched on.",
    )

    def _sales_office_uses(self, code):
        """Return whether this company has switched the room ``code`` on."""
        self.ensure_one()
        return code in self.sudo().sales_office_room_ids.mapped("code")  # sudo: rooms are not secret
