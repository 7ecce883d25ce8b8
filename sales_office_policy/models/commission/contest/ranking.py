"""Ranks and prizes of a contest, free of the ORM.

Amounts are :class:`~decimal.Decimal`; ``step`` is the smallest amount of the currency (0.01, 1, 0.001).
"""

from decimal import ROUND_DOWN, Decimal

from ..settlement.arithmetic import round_amount


def rank(values):
    """Return ``{key: rank}`` of ``{key: value}``, the highest first; who ties has the same rank.

    30, 20, 20, 10 are ranked 1, 2, 2, 4.
    """
    ordered = sorted(values.values(), reverse=True)
    first = {}
    for place, value in enumerate(ordered, 1):
        first.setdefault(value, place)
    return {key: first[value] for key, value in values.items()}


def share_equally(amount, count, step):
    """Return ``count`` shares that add up to ``amount`` (largest remainder; all remainders are equal, the first win).

    100.00 among three is 33.34, 33.33, 33.33; 100 in steps of 1 is 34, 33, 33.
    """
    least = round_amount(amount / count, step, ROUND_DOWN)
    extra = int((amount - least * count) / step)
    return [least + step if number < extra else least for number in range(count)]


def award(ranks, prizes, step, pooled=True):
    """Return ``{key: amount}`` of what each place wins; nothing is left out of a pool and nothing added to it.

    :param dict ranks: ``{key: rank}`` as from :func:`rank`, the first of tied ones gets the odd cent
    :param dict prizes: ``{place: amount}``
    :param bool pooled: tied ones share the prizes of the places they take up, else each has the better prize

    600, 300 and 100 for ranks 1, 2, 2: 600, 200, 200 when pooled, else 600, 300, 300.
    """
    tied = {}
    for key, place in ranks.items():
        tied.setdefault(place, []).append(key)
    amounts = {}
    for place, keys in tied.items():
        if pooled:
            pool = sum((prizes.get(place + number, Decimal(0)) for number in range(len(keys))), Decimal(0))
            amounts |= dict(zip(keys, share_equally(pool, len(keys), step), strict=True))
        else:
            amounts |= dict.fromkeys(keys, prizes.get(place, Decimal(0)))
    return amounts
