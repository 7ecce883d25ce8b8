"""Parts that add up to the whole, free of the ORM."""

from decimal import Decimal
from fractions import Fraction
from math import floor


def split(value, weights, unit=Decimal("0.01")):
    """Return ``value`` split in proportion to ``weights``; the parts add up to it exactly.

    Each part is a multiple of ``unit``. What rounding down leaves over goes to the largest remainders,
    one unit each, the first of equals before the others: 100 by 1 : 1 : 1 is 33.34, 33.33, 33.33. What is
    smaller than a unit goes to the next one. Negative weights count as 0; without any weight all are equal.

    :param Decimal value: not negative
    :param weights: at least one number
    :rtype: list[Decimal]
    """
    weights = [max(Fraction(weight), Fraction(0)) for weight in weights]
    if not any(weights):
        weights = [Fraction(1)] * len(weights)
    step = Fraction(unit)
    shares = [Fraction(value) * weight / sum(weights) / step for weight in weights]
    units = [floor(share) for share in shares]
    by_remainder = sorted(range(len(shares)), key=lambda index: (units[index] - shares[index], index))
    left = floor(sum(shares) - sum(units))
    for index in by_remainder[:left]:
        units[index] += 1
    parts = [count * unit for count in units]
    rest = value - sum(parts)
    if rest:
        parts[by_remainder[left]] += rest
    return parts
