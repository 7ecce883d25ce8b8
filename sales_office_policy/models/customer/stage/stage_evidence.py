from odoo import fields, models


class SalesOfficeStageEvidence(models.Model):
    """What somebody ticked by hand for a criterion, and what they base it on; written by the opportunity (R128)."""

    _name = "sales.office.stage.evidence"
    _description = "Evidence Ticked by Hand"
    _inherit = "sales.office.lead.record.mixin"
    _lead_key = "criterion_id"
    _order = "lead_id, id"
    _rec_name = "text"

    lead_id = fields.Many2one(readonly=True)
    criterion_id = fields.Many2one(
        "sales.office.stage.criterion", required=True, index=True, ondelete="cascade", readonly=True
    )
    text = fields.Text(string="Based on", required=True, readonly=True)
    author_id = fields.Many2one("res.users", string="Ticked by", readonly=True, default=lambda self: self.env.user)

    _uniq = models.UniqueIndex("(lead_id, criterion_id)", "Somebody has ticked that already.")
