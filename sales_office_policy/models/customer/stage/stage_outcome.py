from odoo import fields, models


class SalesOfficeStageOutcome(models.Model):
    """Whether an opportunity had what a criterion asks for when it was won or lost: which criteria tell winners from
    losers (R065, R128).

    Frozen at that moment, of the criteria of the stages that it had reached; gone when it is opened again.
    """

    _name = "sales.office.stage.outcome"
    _description = "Criterion of a Closed Deal"
    _inherit = "sales.office.lead.record.mixin"
    _order = "closed_at desc, id desc"
    _rec_name = "lead_id"

    lead_id = fields.Many2one(readonly=True, aggregator="count_distinct")
    criterion_id = fields.Many2one(
        "sales.office.stage.criterion", required=True, index=True, ondelete="cascade", readonly=True
    )
    has_evidence = fields.Boolean(string="Had It", readonly=True)
    win_rate = fields.Float(string="Win Rate (%)", readonly=True, aggregator="avg", help="100 for a deal that was won.")
    closed_at = fields.Datetime(string="Deal Closed on", required=True, readonly=True)
    user_id = fields.Many2one("res.users", string="Salesperson", readonly=True)
    team_id = fields.Many2one("crm.team", string="Sales Team", ondelete="set null", readonly=True)

    _uniq = models.UniqueIndex("(lead_id, criterion_id)", "This deal is closed already.")
