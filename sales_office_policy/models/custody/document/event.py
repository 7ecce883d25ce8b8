from odoo import api, fields, models

from ...organization.posts.title import join_title
from ..loan.loan import GRADES


class SalesOfficeDocumentEvent(models.Model):
    """One link in a document's chain of custody: who had it from whom, when, and in what condition.

    Nobody writes, adds or deletes one: no access right does, only the actions of documents and
    loans add to the chain (R015).
    """

    _name = "sales.office.document.event"
    _description = "Chain of Custody"
    _inherit = "sales.office.reader.mixin"
    _order = "date desc, id desc"

    document_id = fields.Many2one(
        "sales.office.document", required=True, index=True, ondelete="restrict", readonly=True
    )
    loan_id = fields.Many2one("sales.office.document.loan", index=True, ondelete="restrict", readonly=True)
    company_id = fields.Many2one(related="document_id.company_id", store=True, precompute=True, index=True)
    date = fields.Datetime(string="Recorded", required=True, default=fields.Datetime.now, readonly=True)
    kind = fields.Selection(
        [
            ("handed_out", "Handed Out"),
            ("received", "Receipt Confirmed"),
            ("extended", "Extended"),
            ("transferred", "Handed On"),
            ("returned", "Returned"),
            ("corrected", "Return Corrected"),
            ("copy_lent", "Copy Lent"),
            ("copy_given", "Copy Given"),
            ("copy_returned", "Copy Returned"),
            ("missing", "Lost"),
            ("found", "Found Again"),
            ("destroyed", "Destroyed"),
        ],
        string="Event",
        required=True,
        readonly=True,
        index=True,
    )
    from_employee_id = fields.Many2one("hr.employee", string="From Whom", ondelete="restrict", readonly=True)
    to_employee_id = fields.Many2one("hr.employee", string="To Whom", ondelete="restrict", readonly=True)
    copy_number = fields.Integer(related="loan_id.copy_number")
    recorded_by_id = fields.Many2one("res.users", required=True, default=lambda self: self.env.user, readonly=True)
    happened_at = fields.Datetime(readonly=True, help="When it happened, where that is not when it was recorded.")
    condition_grade = fields.Selection(GRADES, readonly=True)
    text = fields.Char(string="In Words", readonly=True, help="Condition, reason, or what is known about a loss.")
    photo = fields.Image(max_width=1920, max_height=1920, readonly=True)

    @api.depends("document_id.display_name", "kind")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for event in self:
            # sudo: whoever has held a document may read its name in the chain, even if they no longer see it
            event.display_name = join_title(kinds.get(event.kind), event.sudo().document_id.display_name, by=": ")
