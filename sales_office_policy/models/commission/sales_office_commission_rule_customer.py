from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.fields import Domain


class SalesOfficeCommissionRule(models.Model):
    """Who is a new customer for a rule, for sales that are not in the books yet."""

    _inherit = "sales.office.commission.rule"

    def _counts_customer(self, customer, day):
        """Whether a sale to ``customer`` (empty: not known yet, so new) on ``day`` is to a customer new enough."""
        if not self.new_customer_months or not customer:
            return True
        first = self._get_first_order(customer) if self.basis == "ordered" else self._get_first_invoice(customer)
        return not first or day < fields.Date.to_date(first) + relativedelta(months=self.new_customer_months)

    def _get_first_order(self, customer):
        domain = Domain("partner_id.commercial_partner_id", "=", customer.commercial_partner_id.id)
        domain &= Domain("company_id", "=", self.company_id.id) & Domain("state", "=", "sale")
        return self.env["sale.order"]._read_group(domain, [], ["date_order:min"])[0][0]

    def _get_first_invoice(self, customer):
        domain = Domain("commercial_partner_id", "=", customer.commercial_partner_id.id)
        domain &= Domain("company_id", "=", self.company_id.id)
        domain &= Domain("state", "=", "posted") & Domain("move_type", "=", "out_invoice")
        return self.env["account.move"]._read_group(domain, [], ["invoice_date:min"])[0][0]
