from typing import NamedTuple

from odoo import models

from . import arithmetic as settlement
from . import tiers


class Outcome(NamedTuple):
    """What a plan pays somebody for a period by the books, whatever was paid before.

    ``earned``: ``{rule: Earned}``; ``adjustments``: ``[(adjustment, amount, figures)]``, see ``_adjust``.
    """

    earned: dict
    adjustments: list

    @property
    def amount(self):
        amounts = [earned.amount for earned in self.earned.values()]
        return sum(amounts + [amount for _name, amount, _figures in self.adjustments], tiers.ZERO)


class SalesOfficeSettlement(models.AbstractModel):
    """What a period pays as a whole: for those who ask what if, and write no statement."""

    _inherit = "sales.office.settlement"

    def _get_outcomes(self, plan, employees, date_from, date_to, rows=None):
        """Return ``{employee: Outcome}`` of one period of a plan.

        Draws that are recovered later are left out: in the end they add nothing.

        :param rows: the list of :class:`Sold` to go by; what the books say by default
        """
        earned = self._get_earned(plan.rule_ids, date_from, date_to, employees, rows)
        factors = self._get_factors([("commission", employee, plan, date_from, date_to) for employee in employees])
        guaranteed = plan._get_guaranteed(date_from, date_to)
        outcomes = {}
        for employee in employees:
            own = self._get_own(plan, employee, date_from, earned)
            adjustments = []
            if plan._adjusts():
                guarantee = guaranteed.get(employee, settlement.NO_GUARANTEE)
                adjustments = self._adjust(plan, own, factors[employee, plan, date_from], guarantee)
            outcomes[employee] = Outcome(own, adjustments)
        return outcomes
