from odoo import models

from ..organization.rpc.rpc import core_door


class CrmLead(models.Model):
    _inherit = "crm.lead"

    @core_door
    def write(self, vals):
        """A disputed opportunity is not won before its superior decided (R041).

        :raises UserError: it would be won, and is disputed or was refused
        """
        if vals.get("stage_id") and self.env["crm.stage"].browse(vals["stage_id"]).is_won:
            going = self.filtered(lambda lead: lead.stage_id.id != vals["stage_id"])
            self.env["sales.office.instruction"]._check_not_blocked(going)
        return super().write(vals)
