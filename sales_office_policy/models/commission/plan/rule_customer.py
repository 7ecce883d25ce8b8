from odoo import models


class SalesOfficeCommissionRule(models.Model):
    """Who is a new customer for a rule, for sales that are not in the books yet."""

    _inherit = "sales.office.commission.rule"

    def _counts_customer(self, customer, day):
        """Whether a sale to ``customer`` (empty: not known yet, so new) on ``day`` is to a customer new enough."""
        months = self.new_customer_months
        if not months or not customer:
            return True
        return self.env["sales.office.books"]._is_new_customer(self.company_id, self.basis, customer, day, months)
