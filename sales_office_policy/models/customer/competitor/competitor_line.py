from odoo import api, fields, models

from ...organization.posts.title import join_title


class SalesOfficeCompetitorLine(models.Model):
    """What a competitor offers to the customer of an opportunity, as far as we know, and how far that can be trusted
    (R064).
    """

    _name = "sales.office.competitor.line"
    _description = "Competitor's Offer"
    _inherit = "sales.office.lead.record.mixin"
    _order = "lead_id, id"

    competitor_id = fields.Many2one("sales.office.competitor", required=True, index=True, ondelete="restrict")
    product = fields.Char(string="What They Offer")
    currency_id = fields.Many2one(related="lead_id.company_currency")
    price = fields.Monetary(
        string="Their Price", aggregator=None, help="For what this opportunity is about, without taxes. 0: not known."
    )
    source = fields.Char(string="Where We Know It from")
    confidence = fields.Selection(
        [("low", "Hearsay"), ("medium", "The Customer Said So"), ("high", "Seen in Writing")],
        string="How Sure It Is",
        required=True,
        default="low",
    )
    valid_until = fields.Date(string="Their Offer Ends on")
    is_expired = fields.Boolean(compute="_compute_is_expired")

    _price = models.Constraint("CHECK (price >= 0)", "A competitor's price is not negative.")

    @api.depends("valid_until")
    def _compute_is_expired(self):
        today = fields.Date.context_today(self)
        for line in self:
            line.is_expired = bool(line.valid_until and line.valid_until < today)

    @api.depends("competitor_id.name", "product")
    def _compute_display_name(self):
        for line in self:
            line.display_name = join_title(line.competitor_id.name, line.product)

    def _get_price_of(self, competitor):
        """Return the last price known of a competitor among these lines; 0 where none is."""
        return next((line.price for line in reversed(self) if line.competitor_id == competitor and line.price), 0)
