from odoo import api, fields, models

from ...organization.posts.title import join_title
from ...organization.rpc.rpc import rpc


class SalesOfficeDocumentHold(models.Model):
    """A place in line for a document that is lent or kept for somebody else (R015).

    First come, first served: nobody writes a place by hand.
    """

    _name = "sales.office.document.hold"
    _description = "Place in Line"
    _inherit = "sales.office.member.mixin"
    _order = "document_id, sequence, id"

    document_id = fields.Many2one("sales.office.document", required=True, index=True, ondelete="cascade", readonly=True)
    employee_id = fields.Many2one(string="Who Waits", readonly=True)
    company_id = fields.Many2one(related="document_id.company_id")
    sequence = fields.Integer(required=True, readonly=True)
    place = fields.Integer(compute="_compute_place", help="How many wait, up to this one.")
    holder_id = fields.Many2one(related="document_id.holder_id")
    due_at = fields.Datetime(related="document_id.due_at")
    kept_for_id = fields.Many2one(related="document_id.kept_for_id")
    can_handle = fields.Boolean(compute="_compute_can_handle")

    _once_uniq = models.UniqueIndex("(document_id, employee_id)", "They wait for this document already.")

    @api.depends("document_id.display_name", "employee_id.name")
    def _compute_display_name(self):
        for hold in self:
            # sudo: the name of what they asked for, even if they no longer see it
            hold.display_name = join_title(hold.sudo().document_id.display_name, hold.employee_id.name, by=" - ")

    @api.depends("document_id.department_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_can_handle(self):
        for hold in self:
            hold.can_handle = hold.sudo().document_id.sudo(False).can_handle  # sudo: as above

    @api.depends("document_id.hold_ids.sequence")
    def _compute_place(self):
        for hold in self:
            line = hold.sudo().document_id.hold_ids.sorted()  # sudo: counted only
            hold.place = line.ids.index(hold.id) + 1 if hold in line else 0

    @rpc
    def action_cancel(self):
        """Give up one's own places in line.

        :raises AccessError: somebody else's place
        """
        self._check_own()
        self.sudo().unlink()  # sudo: nobody has the right to change the line by hand

    @rpc
    def action_refuse(self, reason: str):
        """Strike people off the line; they are told why.

        :raises AccessError: not the clerk of the documents' office
        :raises UserError: no reason given
        """
        self.document_id._check_handler(self.employee_id)
        self.document_id._check_reason(reason)
        for hold in self:
            hold._notify_refusal(reason)
        self.sudo().unlink()  # sudo: as above

    def _notify_refusal(self, reason):
        self.document_id._notify_users(
            self.sudo().user_id,  # sudo: only to tell them
            lambda document: document.env._("You no longer wait for it: %(reason)s", reason=reason),
        )
