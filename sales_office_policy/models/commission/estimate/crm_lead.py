from odoo import fields, models

from ..settlement import arithmetic, tiers
from ..settlement.arithmetic import decimal


class CrmLead(models.Model):
    """An opportunity: worth its latest quotation, or what is expected of it while there is none."""

    _name = "crm.lead"
    _inherit = ["crm.lead", "sales.office.commission.deal.mixin"]

    def _handle_won_lost(self, old_status_by_lead, new_status_by_lead):
        result = super()._handle_won_lost(old_status_by_lead, new_status_by_lead)
        if self.env["sales.office.pool"]._shares_credit():
            won = {lead_id for lead_id, status in new_status_by_lead.items() if status["is_won"]}
            before = {lead_id for lead_id, status in old_status_by_lead.items() if status["is_won"]}
            # sudo: orders of it that whoever wins the lead need not see
            self.sudo().browse(won - before).order_ids._credit_last_owners()
        return result

    def _get_priced_deal(self):
        Order = self.env["sale.order"]
        if not self._is_open_deal() or not Order.has_access("read"):
            return self
        quotations = [("opportunity_id", "=", self.id), ("state", "in", ("draft", "sent"))]
        return Order.search(quotations, order="id desc", limit=1) or self

    def _is_open_deal(self):
        return self.type == "opportunity" and self.active and self.won_status == "pending"

    def _get_deal_figures(self, rules):
        today = fields.Date.context_today(self)
        customer = self.partner_id.commercial_partner_id
        figures = {}
        for rule in rules:
            if rule._asks_for_lines() or not self.expected_revenue:
                continue  # nobody knows yet
            amount = arithmetic.round_amount(decimal(self.expected_revenue), decimal(rule.currency_id.rounding))
            counts = self._passes(rule) and rule._counts_customer(customer, today)
            figures[rule] = (amount if counts else tiers.ZERO, tiers.ZERO)
        return figures

    def _passes(self, rule):
        """Whether customer, sales team and source are those the rule asks for."""
        customer = self.partner_id.commercial_partner_id
        actual = {
            "partner_tag_ids": customer.category_id,
            "country_ids": customer.country_id if customer else self.country_id,
            "state_ids": customer.state_id if customer else self.state_id,
            "team_ids": self.team_id,
            "source_ids": self.source_id,
        }
        return all(not rule[name] or rule[name] & records for name, records in actual.items())
