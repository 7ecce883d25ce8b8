from odoo import fields, models
from odoo.tools import SQL


class SalesOfficeCompetition(models.Model):
    """Deals that were won and lost, by whom we met in them and why they were lost, for an analysis (R049, R064).

    A deal with two competitors stands there for each of them, so what is counted are deals, each once.
    """

    _name = "sales.office.competition"
    _description = "Won and Lost Deals"
    _inherit = "sales.office.lead.record.mixin"
    _auto = False
    _order = "date_closed desc, id desc"
    _rec_name = "lead_id"
    _depends = {
        "crm.lead": [
            *("company_id", "date_closed", "lost_reason_id", "sales_office_lost_offer", "sales_office_lost_price"),
            *("sales_office_lost_to_id", "team_id", "type", "user_id", "won_status"),
        ],
        "sales.office.competitor.line": ["competitor_id", "lead_id"],
    }

    lead_id = fields.Many2one("crm.lead", string="Deals", readonly=True, aggregator="count_distinct")
    competitor_id = fields.Many2one("sales.office.competitor", readonly=True)
    outcome = fields.Selection([("won", "Deal Won"), ("lost", "Deal Lost")], string="Won or Lost", readonly=True)
    win_rate = fields.Float(string="Win Rate (%)", readonly=True, aggregator="avg")
    is_lost_to = fields.Boolean(string="Lost to This Competitor", readonly=True)
    gap_percent = fields.Float(
        string="Lost by (%)",
        readonly=True,
        aggregator="avg",
        help="How far our price lay above that of the competitor who got the deal, in percent of ours.",
    )
    lost_reason_id = fields.Many2one("crm.lost.reason", readonly=True)
    user_id = fields.Many2one("res.users", string="Salesperson", readonly=True)
    team_id = fields.Many2one("crm.team", string="Sales Team", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    date_closed = fields.Datetime(string="Deal Closed on", readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT met.id, lead.id AS lead_id, met.competitor_id, lead.won_status AS outcome,
                   CASE lead.won_status WHEN 'won' THEN 100.0 ELSE 0.0 END AS win_rate,
                   COALESCE(met.competitor_id = lead.sales_office_lost_to_id, FALSE) AS is_lost_to,
                   CASE WHEN met.competitor_id = lead.sales_office_lost_to_id
                         AND lead.sales_office_lost_offer > 0 AND lead.sales_office_lost_price > 0
                        THEN (lead.sales_office_lost_offer - lead.sales_office_lost_price)
                             / lead.sales_office_lost_offer * 100 END AS gap_percent,
                   lead.lost_reason_id, lead.user_id, lead.team_id, lead.company_id, lead.date_closed
              FROM (SELECT MIN(line.id) * 2 AS id, line.lead_id, line.competitor_id
                      FROM sales_office_competitor_line line
                     GROUP BY line.lead_id, line.competitor_id
                     UNION ALL
                    SELECT lost.id * 2 + 1, lost.id, lost.sales_office_lost_to_id
                      FROM crm_lead lost
                     WHERE lost.won_status IN ('won', 'lost')
                       AND NOT EXISTS (SELECT FROM sales_office_competitor_line line WHERE line.lead_id = lost.id
                           AND line.competitor_id = COALESCE(lost.sales_office_lost_to_id, line.competitor_id))) met
              JOIN crm_lead lead ON lead.id = met.lead_id
             WHERE lead.won_status IN ('won', 'lost') AND lead.type = 'opportunity'
            """
        )
