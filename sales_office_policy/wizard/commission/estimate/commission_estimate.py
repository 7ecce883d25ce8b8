from odoo import api, fields, models

from ....models.commission.statement.statement import format_period
from ....models.organization.record.phrases import join_names


class SalesOfficeCommissionEstimate(models.TransientModel):
    """Shows its reader how what a deal would add to their commission comes about (R133)."""

    _name = "sales.office.commission.estimate"
    _description = "What a Deal Adds to My Commission"
    _inherit = "sales.office.reader.mixin"

    deal_name = fields.Char(string="Worked Out From", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    line_ids = fields.One2many("sales.office.commission.estimate.line", "estimate_id", readonly=True)
    unknown_rules = fields.Char(
        string="Rules Not Known Yet", readonly=True, help="Rules that depend on what exactly is sold and invoiced."
    )

    @api.model
    def _make(self, deal, estimates):
        """Keep the :class:`Estimate` list of a deal for the reader and return the action that shows it."""
        unknown = self.env["sales.office.commission.rule"].union(*(estimate.unknown for estimate in estimates))
        dialog = self.sudo().create(  # sudo: nobody types in what they earn
            {
                "deal_name": deal.display_name,
                "currency_id": estimates[0].plan.currency_id.id,
                "unknown_rules": join_names(self.env, unknown.mapped("name")),
                "line_ids": [
                    fields.Command.create(vals) for estimate in estimates for vals in self._prepare_lines(estimate)
                ],
            }
        )
        return dialog._get_records_action(name=self.env._("What It Adds to My Commission"), target="new")

    @api.model
    def _make_own(self, estimates):
        """Keep the :class:`Estimate` list of the reader's period under way and return the action that shows it."""
        explain = self.env["sales.office.commission.wording"]._explain_outcome
        lines = [
            {
                "name": name,
                "period": format_period(self.env, *estimate.period),
                "after": float(amount),
                "explanation": text,
            }
            for estimate in estimates
            for name, amount, text in explain(estimate.plan.currency_id, estimate.after).values()
            if amount
        ]
        dialog = self.sudo().create(  # sudo: nobody types in what they earn
            {
                "currency_id": estimates[0].plan.currency_id.id,
                "line_ids": [fields.Command.create(vals) for vals in lines],
            }
        )
        return dialog._get_records_action(
            name=self.env._("Expected commission"),
            target="new",
            views=[(self.env.ref("sales_office_policy.sales_office_commission_estimate_view_form_own").id, "form")],
        )

    def _prepare_lines(self, estimate):
        """Yield the values of a line for each rule and adjustment that the deal changes."""
        explain = self.env["sales.office.commission.wording"]._explain_outcome
        currency = estimate.plan.currency_id
        before, after = explain(currency, estimate.before), explain(currency, estimate.after)
        for key, (name, amount, text) in after.items():
            if amount != before[key][1]:
                yield {
                    "name": name,
                    "period": format_period(self.env, *estimate.period),
                    "before": float(before[key][1]),
                    "after": float(amount),
                    "explanation": text,
                }


class SalesOfficeCommissionEstimateLine(models.TransientModel):
    """What one rule or adjustment pays for the current period, without and with the deal."""

    _name = "sales.office.commission.estimate.line"
    _description = "Part of What a Deal Adds"
    _inherit = "sales.office.reader.mixin"

    estimate_id = fields.Many2one("sales.office.commission.estimate", required=True, ondelete="cascade")
    currency_id = fields.Many2one(related="estimate_id.currency_id")
    name = fields.Char(string="Rule", readonly=True)
    period = fields.Char(readonly=True)
    before = fields.Monetary(string="So Far", readonly=True)
    after = fields.Monetary(string="With It", readonly=True)
    added = fields.Monetary(string="Adds", compute="_compute_added")
    explanation = fields.Text(string="With It, in Words", readonly=True)

    @api.depends("before", "after")
    def _compute_added(self):
        for line in self:
            line.added = line.after - line.before
