from odoo import models

from ...organization.rpc.rpc import rpc


class SalesOfficeStatementLine(models.Model):
    """The way from a line to the entries it is made of."""

    _inherit = "sales.office.statement.line"

    @rpc(one=True)
    def action_open_source(self):
        """Open the very entries behind the line, the invoices of its period if nothing more exact is known."""
        return self._get_source_action() or super().action_open_source()

    def _get_source_action(self):
        """Return the action that opens what this line is made of, or None; extended by whoever adds kinds of lines."""
        self.ensure_one()
        if self.carried_statement_id:
            return self.carried_statement_id._get_records_action()
        return None
