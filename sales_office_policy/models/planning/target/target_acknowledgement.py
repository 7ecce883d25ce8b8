from odoo import api, fields, models

from ...organization.posts.title import join_title
from ...organization.rpc.rpc import rpc


class SalesOfficeTargetAcknowledgement(models.Model):
    """Whether one of the team has taken note of its published target (R132). Written by the buttons only."""

    _name = "sales.office.target.acknowledgement"
    _description = "Target Acknowledgement"
    _inherit = "sales.office.member.mixin"
    _order = "id desc"
    _rec_name = "target_id"

    target_id = fields.Many2one("sales.office.target", required=True, index=True, ondelete="cascade", readonly=True)
    employee_id = fields.Many2one(readonly=True)
    state = fields.Selection(
        [("asked", "To Take Note Of"), ("acknowledged", "Taken Note Of")], required=True, default="asked", readonly=True
    )
    acknowledged_at = fields.Datetime(readonly=True)

    _employee_uniq = models.Constraint("UNIQUE (target_id, employee_id)", "Each is told of a target once.")

    @api.depends("target_id", "employee_id.name")
    def _compute_display_name(self):
        for row in self:
            # sudo: whoever may see that somebody was told may see of what
            row.display_name = join_title(row.target_id.sudo().display_name, row.employee_id.name, by=": ")

    @rpc
    def action_acknowledge(self):
        """Take note, for oneself; a second time changes nothing."""
        self._check_own()
        asked = self.sudo().filtered(lambda row: row.state == "asked")  # sudo: written by this method only
        asked.write({"state": "acknowledged", "acknowledged_at": fields.Datetime.now()})
