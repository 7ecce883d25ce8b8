from odoo import models
from odoo.exceptions import UserError

from ....models.organization.rpc.rpc import rpc


class SalesOfficeStatementGenerate(models.TransientModel):
    """Leaves the work to the background, for many plans."""

    _inherit = "sales.office.statement.generate"

    @rpc(one=True)
    def action_generate_later(self):
        """Have the job settle the period, and open what shows how far it is."""
        if not self.plan_ids:
            raise UserError(self.env._("Choose at least one approved plan."))
        return self.env["sales.office.settlement.run"]._request(self.plan_ids, self.month)._get_records_action()
