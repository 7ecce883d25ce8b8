from odoo import fields, models


class SalesOfficeSetup(models.TransientModel):
    """Which checks watch over the office, beside its rooms: a new one begins by notifying only."""

    _inherit = "sales.office.setup"

    check_ids = fields.Many2many(
        "sales.office.check",
        string="Checks in Use",
        domain="[('room_id', 'in', room_ids)]",
        default=lambda self: self._get_present_checks(),
        help="A check that is chosen here begins by notifying; it suspects nobody before you say so under Checks.",
    )

    def _apply(self):
        present = self._get_present_checks()
        (self.check_ids - present).mode = "notify"
        (present - self.check_ids).mode = "off"
        return super()._apply()

    def _get_present_checks(self):
        return self.env["sales.office.check"].search([("mode", "in", ("notify", "suspect"))])

    def _describe_rooms(self):
        present = self._get_present_checks()
        on = [
            self.env._("The check %(check)s is switched on; it only notifies.", check=check.name)
            for check in self.check_ids - present
        ]
        off = [
            self.env._("The check %(check)s is switched off.", check=check.name) for check in present - self.check_ids
        ]
        return super()._describe_rooms() + on + off
