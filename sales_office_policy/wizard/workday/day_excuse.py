from odoo import fields, models

from ...models.organization.rpc.rpc import rpc


class SalesOfficeDayExcuse(models.TransientModel):
    """Takes the text of a request to be excused, or of the answer to it."""

    _name = "sales.office.day.excuse"
    _description = "Waive a Day"
    _inherit = "sales.office.reader.mixin"

    day_id = fields.Many2one(
        "sales.office.day",
        required=True,
        readonly=True,
        ondelete="cascade",
        default=lambda self: self.env.context.get("active_id"),
    )
    kind = fields.Selection(
        [("ask", "Ask for a Waiver"), ("grant", "Waive"), ("refuse", "Refuse")], required=True, default="ask"
    )
    # not as superuser: a dialog tells no more than the day does
    date = fields.Date(related="day_id.date", related_sudo=False)
    expected_text = fields.Char(related="day_id.expected_text", related_sudo=False)
    attendance_text = fields.Char(related="day_id.attendance_text", related_sudo=False)
    excuse_reason = fields.Text(related="day_id.excuse_reason", related_sudo=False)
    text = fields.Text()

    @rpc(one=True)
    def action_confirm(self):
        """Pass the text to the day's action, which checks who may do it."""
        actions = {
            "ask": self.day_id.action_ask_excuse,
            "grant": self.day_id.action_grant_excuse,
            "refuse": self.day_id.action_refuse_excuse,
        }
        actions[self.kind](self.text)
        return {"type": "ir.actions.client", "tag": "soft_reload"}
