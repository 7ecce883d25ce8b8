from odoo import api, fields, models

from ...models.conduct.penalty.violation_step import SANCTIONS
from ...models.organization.rpc.rpc import rpc


class SalesOfficeViolationDecide(models.TransientModel):
    """Takes a decision: filled with what the ladder proposes, a first person decided, or is appealed against."""

    _name = "sales.office.violation.decide"
    _description = "Decide a Case"
    _inherit = "sales.office.reader.mixin"

    violation_id = fields.Many2one(
        "sales.office.violation",
        string="Case",
        required=True,
        ondelete="cascade",
        default=lambda self: self.env.context.get("active_id"),
    )
    state = fields.Selection(related="violation_id.state", related_sudo=False)
    occurrence = fields.Integer(related="violation_id.occurrence", related_sudo=False)
    description = fields.Text(related="violation_id.description", related_sudo=False)
    response = fields.Text(related="violation_id.response", related_sudo=False)
    appeal = fields.Text(related="violation_id.appeal", related_sudo=False)
    currency_id = fields.Many2one(related="violation_id.currency_id", related_sudo=False)
    takes_fine = fields.Boolean(compute="_compute_takes_fine", compute_sudo=False)
    sanction = fields.Selection(
        SANCTIONS, compute="_compute_decision", compute_sudo=False, store=True, readonly=False, required=True
    )
    fine_amount = fields.Monetary(
        string="Fine", compute="_compute_decision", compute_sudo=False, store=True, readonly=False
    )
    points = fields.Integer(compute="_compute_decision", compute_sudo=False, store=True, readonly=False)
    reason = fields.Text(string="Reasons")
    first_decision_text = fields.Text(related="violation_id.first_decision_text", related_sudo=False)
    precedents = fields.Html(string="Similar Cases", compute="_compute_precedents", compute_sudo=False)

    @api.depends("violation_id")
    def _compute_decision(self):
        for wizard in self:
            case = wizard.violation_id
            # sudo: the first decision is closed; shown here to those who may judge
            first = case.sudo()._get_first_decision() if case.awaits_second else {}
            appealed = case.state == "appealed"
            wizard.sanction = first.get("sanction") or (case.sanction if appealed else case.proposed_sanction)
            wizard.fine_amount = first.get("fine_amount", case.fine_amount if appealed else case.proposed_fine_amount)
            wizard.points = first.get("points", case.points if appealed else case.proposed_points)

    @api.depends("violation_id", "sanction")
    def _compute_takes_fine(self):
        for wizard in self:
            case = wizard.violation_id
            standing = case.state == "appealed" and wizard.sanction == case.sanction and case.fine_amount
            enabled = case.company_id.sales_office_fines_enabled
            wizard.takes_fine = enabled and bool(standing or (case and case.type_id._takes_fine(wizard.sanction)))

    @api.depends("violation_id")
    def _compute_precedents(self):
        for wizard in self:
            precedents = wizard.violation_id._get_precedents()
            wizard.precedents = precedents and self.env["ir.qweb"]._render(
                "sales_office_policy.violation_precedents", {"precedents": precedents}
            )

    @rpc(one=True)
    def action_confirm(self):
        """Decide the case, which checks who may and whether reasons are missing."""
        # an amount typed before another sanction was chosen is not shown any more
        fine_amount = self.fine_amount if self.takes_fine else 0.0
        return self.violation_id.action_decide(self.sanction, fine_amount, self.reason, self.points)
