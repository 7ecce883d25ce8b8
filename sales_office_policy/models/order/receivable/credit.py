"""What rules of credit say about a customer: plain Python, no ORM."""

from datetime import date
from typing import NamedTuple


class Position(NamedTuple):
    """How a customer stands with a company on a day, in the company's currency."""

    #: how long the oldest is overdue that their unmatched money does not cover
    overdue_days: int = 0
    overdue_amount: float = 0.0
    #: what they owe less what they paid, and what they have ordered
    exposure: float = 0.0
    #: 0: there is none
    limit: float = 0.0
    #: their own days, instead of those of a rule; 0: none
    own_days: int = 0


class Asked(NamedTuple):
    """The order that is to be confirmed."""

    #: in the company's currency
    amount: float = 0.0
    is_own_term: bool = True


class Breach(NamedTuple):
    """A rule that an order does not keep, and by which number."""

    kind: str
    reaction: str
    value: float
    allowed: float


def get_position(items, today: date, limit=0.0, own_days=0):
    """Return the :class:`Position` of one customer.

    Unmatched money pays the oldest first, whatever the accountant will match it with.

    >>> items = [(date(2026, 4, 1), 100.0), (date(2026, 5, 1), 50.0), (None, -100.0), (None, 30.0)]
    >>> get_position(items, date(2026, 5, 11))
    Position(overdue_days=10, overdue_amount=50.0, exposure=80.0, limit=0.0, own_days=0)

    :param items: ``[(due day or None, amount)]``
    """
    left = -sum(amount for day, amount in items if amount < 0)
    days, overdue = 0, 0.0
    for day, amount in sorted(item for item in items if item[0]):
        unpaid = max(0.0, amount - left)
        left = max(0.0, left - amount)
        if unpaid > 0 and day < today:
            days = max(days, (today - day).days)
            overdue += unpaid
    return Position(days, overdue, sum(amount for _day, amount in items), limit, own_days)


def judge(rules, position, asked):
    """Return the :class:`Breach` of each kind of rule that the order does not keep.

    Of several of a kind it is one that holds, and of these the one that allows most: the others say nothing more.

    :param rules: with ``kind``, ``reaction``, ``days``, ``amount`` and ``percent``
    """
    found = {}
    for rule in rules:
        breach = _JUDGES[rule.kind](rule, position, asked)
        if breach and (breach.kind not in found or _weigh(breach) > _weigh(found[breach.kind])):
            found[breach.kind] = breach
    return list(found.values())


def _weigh(breach):
    return breach.reaction == "hold", breach.allowed


def _judge_days(rule, position, asked):
    allowed = position.own_days or rule.days
    if position.overdue_days > allowed:
        return Breach(rule.kind, rule.reaction, position.overdue_days, allowed)
    return None


def _judge_amount(rule, position, asked):
    if position.overdue_amount > rule.amount:
        return Breach(rule.kind, rule.reaction, position.overdue_amount, rule.amount)
    return None


def _judge_exposure(rule, position, asked):
    allowed = position.limit * rule.percent / 100
    if position.limit > 0 and round(position.exposure + asked.amount - allowed, 6) > 0:
        return Breach(rule.kind, rule.reaction, position.exposure + asked.amount, allowed)
    return None


def _judge_term(rule, position, asked):
    return None if asked.is_own_term else Breach(rule.kind, rule.reaction, 0, 0)


_JUDGES = {
    "overdue_days": _judge_days,
    "overdue_amount": _judge_amount,
    "exposure": _judge_exposure,
    "term": _judge_term,
}
