from odoo import fields, models


class SalesOfficeStageNote(models.Model):
    """What was agreed with the customer, or learned, in which stage of the negotiation (R129)."""

    _name = "sales.office.stage.note"
    _description = "Stage Note"
    _inherit = "sales.office.lead.record.mixin"
    _order = "lead_id, date desc, id desc"
    _rec_name = "text"

    date = fields.Date(string="Agreed on", required=True, default=fields.Date.context_today)
    stage_id = fields.Many2one("crm.stage", string="In Stage", ondelete="set null")
    text = fields.Text(string="What Was Agreed", required=True)
