from odoo import fields, models
from odoo.exceptions import UserError

from ...organization.rpc.rpc import rpc


class SalesOfficeStageOverride(models.Model):
    """Why an opportunity left a stage without what is required there: once for each stage, told to the leader (R128).

    Written by the opportunity. Where there is no stage, a lead became an opportunity.
    """

    _name = "sales.office.stage.override"
    _description = "Stage Left with a Reason"
    _inherit = "sales.office.lead.record.mixin"
    _lead_key = "stage_id"
    _order = "create_date desc, id desc"
    _rec_name = "lead_id"

    lead_id = fields.Many2one(readonly=True)
    stage_id = fields.Many2one("crm.stage", string="Stage Left", ondelete="cascade", readonly=True)
    missing = fields.Text(string="What Was Missing", required=True, readonly=True)
    reason = fields.Text(string="Why All the Same", required=True, readonly=True)
    author_id = fields.Many2one("res.users", string="Moved by", required=True, readonly=True)
    seen_by_id = fields.Many2one("res.users", string="Taken Note of by", readonly=True)

    _once = models.UniqueIndex("(lead_id, COALESCE(stage_id, 0))", "This stage was left with a reason already.")

    @rpc
    def action_see(self):
        """Take it off the list of what the leader has not seen yet.

        :raises UserError: not by somebody who leads the salesperson
        """
        own = self.filtered(lambda override: override.author_id == self.env.user)
        if own or not all(override.lead_id.in_office_scope for override in self):
            raise UserError(self.env._("Whoever leads the salesperson takes note of it."))
        self.sudo().filtered(lambda o: not o.seen_by_id).seen_by_id = self.env.user  # sudo: written by this only
        return True
