from odoo import models

from ..settlement import tiers
from ..settlement.arithmetic import decimal, round_amount
from .commission_books import Sold


class SalesOfficeCommissionBooks(models.AbstractModel):
    """What would count if something were sold that is not in the books yet."""

    _inherit = "sales.office.commission.books"

    def _get_credits_of_sale(self, rules, day, user, shares):
        """Return the credits by which somebody earns when ``user``, or whoever shares the credit, sells on ``day``.

        :param shares: ``{employee id: percent}`` (Decimal); empty if all of it is the user's
        """
        return [
            credit
            for credit in self._get_credits_between(rules, day, day)
            if (credit.employee_id in shares if shares else user and credit.user_id == user.id)
        ]

    def _get_expected(self, credits, day, figures, shares):
        """Return the rows of :class:`Sold` of a sale on ``day``.

        :param credits: see :meth:`_get_credits_of_sale`
        :param figures: ``{rule: (amount in company currency, quantity)}`` of the rules that count it
        """
        expected = []
        for credit in credits:
            rule, target_shares, pool = credit.target
            if rule not in figures:
                continue
            amount, quantity = figures[rule]
            if shares:
                step = decimal(rule.currency_id.rounding)
                amount = tiers.share_out(round_amount(amount, step), shares, step)[credit.employee_id]
                quantity = quantity * shares[credit.employee_id] / 100
            period = rule.plan_id._get_period(day)[0]
            for employee, share in target_shares:
                parts = (self._share(figure, share) for figure in (amount, quantity))
                expected.append(Sold(rule, employee, period, pool, *parts))
        return expected
