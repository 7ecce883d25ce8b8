from datetime import timedelta

from odoo import fields, models

from ..organization.rpc.rpc import core_door


class ResCompany(models.Model):
    _inherit = "res.company"

    sales_office_policy_reminder_days = fields.Integer(
        string="Days Before a Reminder to Read",
        default=7,
        help="People who have not read a policy are reminded each time this many days have passed. 0: never.",
    )

    sales_office_policy_signature = fields.Boolean(
        string="Sign What Was Read", help="Anyone who confirms that they have read a policy signs it."
    )

    _sales_office_policy_reminder_days_positive = models.Constraint(
        "CHECK (sales_office_policy_reminder_days >= 0)", "The days before a reminder cannot be negative."
    )

    @core_door
    def write(self, vals):
        """Ask people to read the policies in force when the room is switched on."""
        result = super().write(vals)
        if "sales_office_room_ids" in vals:
            # sudo: whoever switches the room on need not lead the people it asks
            self.env["sales.office.policy"].sudo().search(
                [("company_id", "in", self.ids), ("state", "=", "in_force")]
            )._sync_acknowledgements()
        return result

    def _get_next_policy_reminder(self):
        """Return the day on which somebody asked today is reminded, or ``False``."""
        days = self.sales_office_policy_reminder_days
        return fields.Date.context_today(self) + timedelta(days=days) if days else False
