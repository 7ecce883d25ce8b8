from odoo import models

from ...organization.record.row_lock import lock_rows


class SalesOfficeSettlement(models.AbstractModel):
    """Takes what earlier statements ended below zero by into the next one, of whatever plan (R134)."""

    _inherit = "sales.office.settlement"

    def _prepare_fines(self, plan, date_to, lines):
        """Add the balances last: they are neither earned nor a fine, so no cap is measured by them."""
        deductions = dict(super()._prepare_fines(plan, date_to, lines))
        balances = self.env["sales.office.statement"].search(
            [
                ("company_id", "=", plan.company_id.id),
                ("employee_id", "in", self.env["hr.employee"].concat(*lines).ids),
                ("balance_open", ">", 0),
                ("date_to", "<", date_to),
            ],
            order="date_from, id",
        )
        lock_rows(balances)
        for statement in balances:
            deductions.setdefault(statement.employee_id, []).append(self._prepare_balance(statement))
        return deductions

    def _prepare_balance(self, statement):
        return {
            "kind": "balance",
            "carried_statement_id": statement.id,
            "period_from": statement.date_from,
            "period_to": statement.date_to,
            "amount": -statement.balance_open,
        }
