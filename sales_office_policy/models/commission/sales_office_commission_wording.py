from odoo import api, models
from odoo.tools.misc import formatLang

from .settlement import decimal


class SalesOfficeCommissionWording(models.AbstractModel):
    """Says in the reader's language how a commission comes about."""

    _name = "sales.office.commission.wording"
    _description = "Wording of Commission"

    @api.model
    def _explain(self, currency, rate_type, parts, unlimited, amount):
        """Return e.g. "8,000.00 × 5 % + 4,000.00 × 8 % = 720.00, at most 500.00".

        :param parts: ``(base, rate)`` each
        :param unlimited: what the parts make
        :param amount: what is paid, after floor and cap
        """
        terms = [self._format_term(currency, rate_type, base, rate) for base, rate in parts if base]
        total = self._format_amount(currency, unlimited)
        text = total if terms in ([], [total]) else f"{' + '.join(terms)} = {total}"
        limit = self._format_amount(currency, amount)
        if amount < unlimited:
            return self.env._("%(text)s, but at most %(limit)s", text=text, limit=limit)
        if amount > unlimited:
            return self.env._("%(text)s, but at least %(limit)s", text=text, limit=limit)
        return text

    @api.model
    def _format_term(self, currency, rate_type, base, rate):
        if rate_type == "fixed":
            return self._format_amount(currency, rate)
        base = self._format_number(base) if rate_type == "per_unit" else self._format_amount(currency, base)
        return f"{base} × {self._format_rate(currency, rate_type, rate)}"

    @api.model
    def _format_rate(self, currency, rate_type, rate):
        if rate_type == "percent":
            return self.env._("%(rate)s %%", rate=self._format_number(rate))
        if decimal(rate) == decimal(currency.round(float(rate))):
            return self._format_amount(currency, rate)
        return self._format_number(rate)

    @api.model
    def _format_amount(self, currency, amount):
        return formatLang(self.env, float(amount), digits=currency.decimal_places)

    @api.model
    def _format_number(self, number):
        """Return the number without the zeros behind it: 5, 7.5, 0.25."""
        value = decimal(number).normalize()
        return formatLang(self.env, float(value), digits=max(0, -value.as_tuple().exponent))
