from odoo import models


class SalesOfficeDocument(models.Model):
    _inherit = "sales.office.document"

    def action_hand_out(self, borrower, *args, **kwargs):
        """A disputed paper stays where it is before the superior decided (R041)."""
        loans = super().action_hand_out(borrower, *args, **kwargs)
        self.env["sales.office.instruction"]._check_not_blocked(self)  # once it is known who may hand it out
        return loans
