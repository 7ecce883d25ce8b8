from odoo import api, fields, models

from ..organization.rpc.argument_types import Record
from ..organization.rpc.rpc import rpc


class SalesOfficeDocument(models.Model):
    _inherit = "sales.office.document"

    correspondence_count = fields.Integer(compute="_compute_correspondence_count", string="Number of Letters")

    @api.depends_context("uid")
    def _compute_correspondence_count(self):
        # with the reader's own access to letters
        counts = dict(
            self.env["sales.office.correspondence"]._read_group(
                [("document_id", "in", self.ids)], ["document_id"], ["__count"]
            )
        )
        for document in self:
            document.correspondence_count = counts.get(document._origin, 0)

    @rpc
    def action_hand_out(
        self, borrower: Record("hr.employee"), reason: str = "", leaves_office: bool = False, condition: str = ""
    ):
        """A disputed paper stays where it is before the superior decided (R041).

        :raises UserError: disputed or refused
        """
        loans = super().action_hand_out(borrower, reason, leaves_office, condition)
        self.env["sales.office.instruction"]._check_not_blocked(self)  # once it is known who may hand it out
        return loans
