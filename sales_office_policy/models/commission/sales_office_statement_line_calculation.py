from odoo import models


class SalesOfficeStatementLine(models.Model):
    """How what a rule pays for a period comes about, and by which entries."""

    _inherit = "sales.office.statement.line"

    def _explain_calculation(self):
        """Return e.g. "8,000.00 × 5 % + 4,000.00 × 8 % = 720.00"."""
        wording = self.env["sales.office.commission.wording"]
        text = wording._explain_rule(self.currency_id, self.figures)
        counts = self.base_amount or self.settled_base or self.quantity or self.settled_quantity
        return wording._explain_scope(text, self.figures) if counts else text

    def _format_base(self, amount, quantity):
        """Return what counts in words of the rule: an amount, or units."""
        if self.rule_id.rate_type == "per_unit":
            return self.env["sales.office.commission.wording"]._format_number(quantity)
        return self._format(amount)

    def _get_entries_action(self):
        """Return the action that opens the very documents the line is made of."""
        books = self.env["sales.office.commission.books"].sudo()  # sudo: which they are; reading them is up to the user
        rule = self.sudo().rule_id
        ids = books._get_document_ids(rule, self.sudo().employee_id, self.period_from, self.period_to)
        orders = rule.basis == "ordered"
        view = "view_order_list_commission" if orders else "account_move_view_list_commission"
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": "sale.order" if orders else "account.move",
            "view_mode": "list,form",
            "views": [(self.env.ref(f"sales_office_policy.{view}").id, "list"), (False, "form")],
            "domain": [("id", "in", ids)],
            "context": {"create": False},
        }
