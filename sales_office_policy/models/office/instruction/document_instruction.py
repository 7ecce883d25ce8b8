from odoo import models

from ...organization.rpc.argument_types import Record
from ...organization.rpc.rpc import rpc


class SalesOfficeDocument(models.Model):
    _inherit = "sales.office.document"

    @rpc
    def action_hand_out(
        self, borrower: Record("hr.employee"), reason: str = "", leaves_office: bool = False, condition: str = ""
    ):
        """A disputed paper stays where it is before the superior decided (R041)."""
        loans = super().action_hand_out(borrower, reason, leaves_office, condition)
        self.env["sales.office.instruction"]._check_not_blocked(self)  # once it is known who may hand it out
        return loans
