from odoo import api, fields, models
from odoo.fields import Domain

from ...organization.rpc.rpc import rpc
from ..settlement import arithmetic, tiers
from .statement_line import EARNED


class SalesOfficeStatement(models.Model):
    """All statements of an employee that end on the same day, whatever their plans, on one page (R134).

    Each stays its own; what they are together is what the reader may see of them.
    """

    _inherit = "sales.office.statement"

    together_ids = fields.Many2many("sales.office.statement", string="Paid Together", compute="_compute_together")
    together_count = fields.Integer(string="Statements of the Month", compute="_compute_together")
    together_earned = fields.Monetary(
        string="Earned", compute="_compute_together", help="Gross without advances: what fines are measured by."
    )
    together_advanced = fields.Monetary(string="Advanced", compute="_compute_together")
    together_limit = fields.Monetary(
        string="Fines Take at Most", compute="_compute_together", help="By the shares of all plans, once over all."
    )
    together_deductions = fields.Monetary(string="Fines Deducted", compute="_compute_together")
    together_balance = fields.Monetary(string="Balances Carried In", compute="_compute_together")
    together_net = fields.Monetary(string="Net of All", compute="_compute_together")

    @api.depends("line_ids.amount")
    @api.depends_context("uid")
    def _compute_together(self):
        pairs = {(statement.employee_id.id, statement.company_id.id, statement.date_to) for statement in self}
        found = self.search(
            Domain("employee_id", "in", self.employee_id.ids) & Domain("date_to", "in", self.mapped("date_to"))
        )
        groups = found.grouped(lambda s: (s.employee_id.id, s.company_id.id, s.date_to))
        totals = {key: groups.get(key, self.browse())._sum_up() for key in pairs}
        for statement in self:
            key = (statement.employee_id.id, statement.company_id.id, statement.date_to)
            statement.update(totals[key])

    def _sum_up(self):
        """Return the values of the fields above for statements that are paid together."""
        shares = []
        for statement in self:
            earned = statement.line_ids.filtered(lambda line: line.kind in EARNED).mapped("amount")
            shares.append(
                (
                    sum(map(arithmetic.decimal, earned), tiers.ZERO),
                    arithmetic.decimal(statement.plan_id.fine_cap_percent),
                )
            )
        earned = float(sum((amount for amount, _percent in shares), tiers.ZERO))
        step = arithmetic.decimal(self.currency_id[:1].rounding or 1)
        return {
            "together_ids": self,
            "together_count": len(self),
            "together_earned": earned,
            "together_advanced": sum(self.mapped("gross")) - earned,
            "together_limit": float(arithmetic.cap_together(shares, step)),
            "together_deductions": sum(self.mapped("deductions")),
            "together_balance": sum(self.mapped("balance_brought_forward")),
            "together_net": sum(self.mapped("net")),
        }

    @rpc(one=True)
    def action_open_together(self):
        """Open the page that shows all statements of the employee for the month, and their sum."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Statements of the Month"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [(self.env.ref("sales_office_policy.sales_office_statement_view_form_together").id, "form")],
            "context": {"create": False},
        }
