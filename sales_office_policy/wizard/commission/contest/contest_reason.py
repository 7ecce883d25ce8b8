from odoo import fields, models

from ....models.organization.rpc.rpc import rpc


class SalesOfficeContestReason(models.TransientModel):
    """Asks why somebody is put out of a contest or let in again, or why it is called off."""

    _name = "sales.office.contest.reason"
    _description = "Reason in a Contest"
    _inherit = "sales.office.reader.mixin"

    contest_id = fields.Many2one("sales.office.contest", ondelete="cascade")
    participant_id = fields.Many2one("sales.office.contest.participant", string="Contestant", ondelete="cascade")
    operation = fields.Selection(
        [("disqualify", "Disqualify"), ("reinstate", "Let in Again"), ("withdraw", "Call Off")], required=True
    )
    reason = fields.Text(required=True)

    @rpc(one=True)
    def action_apply(self):
        """Do it; the contest and the participant check who asks and when."""
        if self.operation == "withdraw":
            self.contest_id.action_withdraw(self.reason)
        elif self.operation == "disqualify":
            self.participant_id.action_disqualify(self.reason)
        else:
            self.participant_id.action_reinstate(self.reason)
