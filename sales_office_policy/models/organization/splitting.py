"""Parts that add up to the whole, free of the ORM."""

from decimal import Decimal
from fractions import Fraction
from math import floor, lcm


def split(value, weights, unit=Decimal("0.01")):
    """Return ``value`` split in proportion to ``weights``; the parts add up to it exactly.

    Each part is a multiple of ``unit``. What rounding down leaves over goes to the largest remainders,
    one unit each, the first of equals before the others: 100 by 1 : 1 : 1 is 33.34, 33.33, 33.33. What is
    smaller than a unit goes to the next one. Negative weights count as 0; without any weight all are equal.

    :param Decimal value: below zero only as a multiple of ``unit``
    :param weights: at least one number
    :rtype: list[Decimal]
    """
    weights = [max(Fraction(weight), Fraction(0)) for weight in weights]
    if not any(weights):
        weights = [Fraction(1)] * len(weights)
    # in whole numbers, which are exact and fast
    scale = lcm(*(weight.denominator for weight in weights))
    weights = [weight.numerator * (scale // weight.denominator) for weight in weights]
    whole, count = sum(weights), Fraction(value) / Fraction(unit)
    shares = [divmod(count.numerator * weight, count.denominator * whole) for weight in weights]
    units = [share for share, _remainder in shares]
    by_remainder = sorted(range(len(shares)), key=lambda index: -shares[index][1])
    left = floor(count) - sum(units)
    for index in by_remainder[:left]:
        units[index] += 1
    parts = [count * unit for count in units]
    if rest := value - sum(parts):
        parts[by_remainder[left]] += rest
    return parts
