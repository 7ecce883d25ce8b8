from odoo import api, models


class IrUiMenu(models.Model):
    """Shows nothing of a room that is switched off: neither its menu nor its part of the configuration."""

    _inherit = "ir.ui.menu"

    def _load_menus_blacklist(self):
        return super()._load_menus_blacklist() + self._get_sales_office_unused().ids

    @api.model
    def _get_sales_office_unused(self):
        """Return the menus of the rooms that no company of the current user works with.

        Of all their companies, because the menu is loaded once and stands while they go from one to another. A room's
        are called after its code.
        """
        used = frozenset().union(*(company._get_sales_office_room_codes() for company in self.env.user.company_ids))
        rooms = self.env["sales.office.room"].sudo().search([])  # sudo: rooms are not secret
        names = (
            f"menu_{part}{code}" for code in rooms.mapped("code") for part in ("", "configuration_") if code not in used
        )
        menus = (self.env.ref(f"sales_office_policy.{name}", raise_if_not_found=False) for name in names)
        return self.browse().union(*filter(None, menus))
