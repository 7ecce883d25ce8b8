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
        line = self.sudo()
        return books._get_documents_action(self.name, line.rule_id, line.employee_id, line.period_from, line.period_to)
