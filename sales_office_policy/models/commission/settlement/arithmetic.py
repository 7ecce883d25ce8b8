"""The arithmetic of a settlement, free of the ORM.

Amounts are :class:`~decimal.Decimal`; ``step`` is the smallest amount of the currency
(0.01, 1, 0.001). Ties are rounded away from zero, as the books do.
"""

from collections.abc import Hashable
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import NamedTuple

ZERO = Decimal(0)


class Deduction(NamedTuple):
    """What one fine costs now: ``payable`` = ``deducted`` + ``carried_forward``."""

    key: Hashable
    payable: Decimal
    deducted: Decimal

    @property
    def carried_forward(self):
        """What is left for the next statement."""
        return self.payable - self.deducted


class Earned(NamedTuple):
    """What an employee has earned by a rule in a period, by the books as they are now.

    ``figures`` is what the explanation needs, as JSON; ``amount`` and ``base`` are rounded to the currency.
    """

    base: Decimal
    quantity: Decimal
    amount: Decimal
    figures: dict

    @property
    def rate(self):
        """The rate, where there is only one."""
        rates = {rate for _base, rate in self.figures.get("parts", ())}
        return rates.pop() if len(rates) == 1 else 0


NOTHING = Earned(ZERO, ZERO, ZERO, {})


class Outcome(NamedTuple):
    """What a plan pays somebody for a period by the books, whatever was paid before.

    ``earned``: ``{rule: Earned}``; ``adjustments``: ``[(adjustment, amount, figures)]``.
    """

    earned: dict
    adjustments: list

    @property
    def amount(self):
        """Everything earned and adjusted, as a ``Decimal`` in the currency of the plan."""
        amounts = [earned.amount for earned in self.earned.values()]
        return sum(amounts + [amount for _name, amount, _figures in self.adjustments], ZERO)


def decimal(value):
    """Return the number as people read it: the float 0.07 is 0.07 exactly."""
    return Decimal(str(value))


def round_amount(amount, step, rounding=ROUND_HALF_UP):
    """Return ``amount`` as a multiple of ``step``.

    2.345 in steps of 0.01 is 2.35, -2.345 is -2.35, 2.5 in steps of 1 is 3.
    """
    return (amount / step).quantize(Decimal(1), rounding) * step


def percent(base, rate, step):
    """Return ``rate`` percent of ``base``: 8,000.00 x 5 % = 400.00; 33.33 x 7.5 % = 2.49975 -> 2.50."""
    return round_amount(base * rate / 100, step)


def cap_together(shares, step):
    """Return the most that may be deducted from all ``(gross, rate)``: 20 % of 1,000.00 and of -500.00 = 100.00.

    Rounded down, so that the share is never passed: 20 % of 0.04 = 0.00. Nothing can be
    deducted from a negative gross.
    """
    whole = sum((gross * rate / 100 for gross, rate in shares), ZERO)
    return round_amount(max(whole, ZERO), step, ROUND_DOWN)


class Guaranteed(NamedTuple):
    """What is guaranteed for a period in which somebody is in the plan on ``days`` of ``of_days`` days."""

    amount: Decimal
    whole: Decimal
    days: int
    of_days: int

    def get_figures(self):
        """Return what the explanation needs, as JSON."""
        figures = {"limit": str(self.amount)}
        if self.amount != self.whole:
            figures |= {"whole": str(self.whole), "days": self.days, "of_days": self.of_days}
        return figures


NO_GUARANTEE = Guaranteed(ZERO, ZERO, 0, 0)


def prorate(whole, days, of_days, step):
    """Return what of an amount is :class:`Guaranteed` for some days: 1,000.00 for 15 of 31 days = 483.87."""
    return Guaranteed(round_amount(whole * days / of_days, step), whole, days, of_days)


def deduct(fines, limit):
    """Return one :class:`Deduction` per ``(key, payable)``, the first ones served first.

    300.00 and 50.00 with a limit of 200.00: 200.00 of the first, 100.00 carried; the second
    is carried as a whole.
    """
    deductions = []
    for key, payable in fines:
        deducted = min(payable, limit)
        limit -= deducted
        deductions.append(Deduction(key, payable, deducted))
    return deductions
