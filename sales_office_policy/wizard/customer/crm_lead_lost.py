from odoo import api, fields, models
from odoo.tools import format_amount

from ...models.customer.competitor.contested_lead import GROUP
from ...models.organization.rpc.rpc import core_door


class CrmLeadLost(models.TransientModel):
    """Asks with the reason to whom a deal was lost, and by how much (R064)."""

    _name = "crm.lead.lost"
    _inherit = ["crm.lead.lost", "sales.office.reader.mixin"]

    sales_office_is_single = fields.Boolean(
        string="One Lead Only", compute="_compute_sales_office_is_single", groups=GROUP
    )
    sales_office_currency_id = fields.Many2one(related="lead_ids.company_currency", string="Currency of the Lead")
    sales_office_lost_to_id = fields.Many2one(
        "sales.office.competitor",
        string="Lost to",
        groups=GROUP,
        help="Who got the deal. Empty: nobody knows, or nobody got it.",
    )
    sales_office_lost_price = fields.Monetary(
        string="At Their Price",
        currency_field="sales_office_currency_id",
        compute="_compute_sales_office_lost_price",
        store=True,
        readonly=False,
        groups=GROUP,
    )
    sales_office_lost_offer = fields.Monetary(
        string="Our Price",
        currency_field="sales_office_currency_id",
        compute="_compute_sales_office_lost_offer",
        store=True,
        readonly=False,
        groups=GROUP,
        help="Of the latest quotation, without taxes; without one what was expected.",
    )
    sales_office_gap = fields.Char(string="Lost by", compute="_compute_sales_office_gap", groups=GROUP)

    @api.depends("lead_ids")
    def _compute_sales_office_is_single(self):
        for dialog in self:
            dialog.sales_office_is_single = len(dialog.lead_ids) == 1

    @api.depends("sales_office_lost_to_id")
    def _compute_sales_office_lost_price(self):
        """Begin with what is known of the competitor's price in the opportunity."""
        for dialog in self:
            competitor, price = dialog.sales_office_lost_to_id, 0
            if competitor and dialog.sales_office_is_single:
                price = dialog.lead_ids.sales_office_competitor_line_ids._get_price_of(competitor)
            dialog.sales_office_lost_price = price

    @api.depends("lead_ids")
    def _compute_sales_office_lost_offer(self):
        is_told = self.env.user.has_group(GROUP)
        for dialog in self:
            asked = is_told and dialog.sales_office_is_single
            dialog.sales_office_lost_offer = dialog.lead_ids._get_offered() if asked else 0

    @api.depends("sales_office_lost_price", "sales_office_lost_offer")
    @api.depends_context("lang")
    def _compute_sales_office_gap(self):
        for dialog in self:
            ours, theirs = dialog.sales_office_lost_offer, dialog.sales_office_lost_price
            dialog.sales_office_gap = ours and theirs and dialog._word_gap(ours, theirs)

    def _word_gap(self, ours, theirs):
        amount = format_amount(self.env, abs(ours - theirs), self.sales_office_currency_id)
        percent = f"{abs(ours - theirs) / ours * 100:.1f}"
        if theirs <= ours:
            return self.env._("%(amount)s (%(percent)s %%) below ours", amount=amount, percent=percent)
        return self.env._("%(amount)s (%(percent)s %%) above ours", amount=amount, percent=percent)

    @core_door
    def action_lost_reason_apply(self):
        """Mark leads as lost, and to whom."""
        result = super().action_lost_reason_apply()
        if self.env.user.has_group(GROUP) and self.sales_office_lost_to_id:
            self.lead_ids.write(self._prepare_lost_vals())
        return result

    def _prepare_lost_vals(self):
        values = {"sales_office_lost_to_id": self.sales_office_lost_to_id.id}
        if self.sales_office_is_single:
            values["sales_office_lost_price"] = self.sales_office_lost_price
            values["sales_office_lost_offer"] = self.sales_office_lost_offer
        return values
