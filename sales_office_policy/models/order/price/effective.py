"""What a quotation gives away, without the ORM: effective discounts and margins, terms, and whether it got worse.

Amounts are without taxes and in the currency of the quotation; percentages are numbers from 0 to 100. What a rule asks
is the customer's bargain, not one field: the price cut, discounts of lines and of the whole order, goods for nothing,
and the discount for paying early are one number.
"""

import math
from collections.abc import Hashable
from typing import NamedTuple

#: a product or service that is sold
SOLD = "sold"
#: takes something off the whole quotation: a discount line, or a negative price
DISCOUNT = "discount"
#: says nothing about the price: down payments, notes, expenses, delivery, returns, what a promotion of the house gives
LEFT_OUT = "left_out"
#: percentages that differ by less are the same
SAME = 0.005
#: a month that ends is half a month away
END_OF_MONTH, END_OF_NEXT_MONTH = 15, 45


class Item(NamedTuple):
    """A line of a quotation."""

    key: Hashable
    #: what is judged together: a product on several lines, or the parts of a combination
    group: Hashable
    kind: str
    quantity: float = 0.0
    #: what the house's own list asks for it, and what the quotation does
    listed: float = 0.0
    amount: float = 0.0
    #: None: not known
    cost: float | None = None
    #: the customer may leave it out
    is_optional: bool = False


class Group(NamedTuple):
    """What is sold of one product, or as one combination, with its part of what the quotation gives on the whole."""

    key: Hashable
    lines: tuple
    quantity: float
    listed: float
    amount: float
    cost: float | None
    is_optional: bool

    @property
    def discount(self):
        """Percent off the list; 0 where the list has no price, below 0 where more is asked."""
        return 100 * (1 - self.amount / self.listed) if self.listed > 0 else 0.0

    @property
    def margin(self):
        """Percent of the amount left after the cost; None if the cost is not known."""
        if self.cost is None:
            return None
        if self.amount <= 0:
            return -100.0 if self.cost > 0 else 0.0
        return 100 * (self.amount - self.cost) / self.amount


def classify(quantity, unit_price, *, is_product=True, is_house=False):
    """Return the kind of a line; what is below nothing takes something off the whole, whatever it says it is.

    :param is_house: a down payment, expense, delivery or promotion, which the salesperson did not give
    """
    if is_house or not is_product or quantity <= 0:
        return LEFT_OUT
    return DISCOUNT if unit_price < 0 else SOLD


def group_items(items, early_discount=0.0):
    """Return the :class:`Group` s of what is sold, in order of appearance.

    What takes something off the whole is spread over what is sold, by amounts; by the list where all is for nothing.

    :param float early_discount: percent the customer may take off for paying early
    """
    together = {}
    for item in items:
        if item.kind == SOLD:
            together.setdefault(item.group, []).append(item)
    off = sum(item.amount for item in items if item.kind == DISCOUNT)
    groups = [_join(key, members) for key, members in together.items()]
    shares = [group.amount for group in groups]
    if sum(shares) <= 0:
        shares = [group.listed for group in groups]
    whole, kept = sum(shares) or 1, 1 - early_discount / 100
    return [
        group._replace(amount=(group.amount + off * share / whole) * kept)
        for group, share in zip(groups, shares, strict=True)
    ]


def group_as_taken(items, early_discount=0.0):
    """Return :func:`group_items`, each at the lower price: where all is taken, or what is optional left out.

    A discount in money weighs more on the rest then, and nobody is asked any more when the customer chooses.
    """
    groups = group_items(items, early_discount)
    if not any(item.is_optional for item in items) or not any(item.kind == DISCOUNT for item in items):
        return groups
    required = [item for item in items if not item.is_optional]
    least = {group.key: _get_units(group)[0] for group in group_items(required, early_discount)}
    return [
        group._replace(amount=min(group.amount, least.get(group.key, math.inf) * group.quantity)) for group in groups
    ]


def _join(key, members):
    """Return the group of these items, before anything is taken off the whole."""
    return Group(
        key=key,
        lines=tuple(item.key for item in members),
        quantity=sum(item.quantity for item in members),
        listed=sum(item.listed for item in members),
        amount=sum(item.amount for item in members),
        cost=_add_costs(members),
        is_optional=all(item.is_optional for item in members),
    )


def _add_costs(members):
    """Return the cost of the items; None if one is not known, or nothing: what costs nothing was not entered."""
    costs = [item.cost for item in members if item.listed or item.amount or item.cost]
    return sum(costs) if costs and all(costs) else None


def get_points_over(group, limit, step=0.01):
    """Return the points by which the discount of a group passes ``limit`` percent; 0 where it does not.

    Prices are rounded, so what differs from the limit by rounding each unit is at the limit.

    :param float step: the smallest difference between two prices
    """
    points = group.discount - limit
    short = group.listed * (1 - limit / 100) - group.amount
    rounded = short <= step / 2 * max(group.quantity, 1) + 1e-9
    return 0.0 if points < SAME or rounded else points


def is_below_margin(group, floor):
    """Return whether the margin of a group is below ``floor`` percent.

    Of what has no known cost any discount is: nobody can say that it is not.
    """
    if group.margin is None:
        return group.discount >= SAME
    return group.margin < floor - SAME


def weigh_term(lines):
    """Return after how many days on average a customer pays.

    :param lines: ``(share, days, kind)`` of each instalment; shares add up to 1, and the kind is that of Odoo
    """
    extra = {
        "days_after_end_of_month": END_OF_MONTH,
        "days_after_end_of_next_month": END_OF_NEXT_MONTH,
        "days_end_of_month_on_the": END_OF_MONTH,
    }
    return sum(share * (days + extra.get(kind, 0)) for share, days, kind in lines)


class Granted(NamedTuple):
    """What was given: for how much each group may go, and how much had to be taken for it."""

    currency_id: int
    #: ``{group: (price of a unit, what the list asked for it)}``
    units: dict
    #: by the list of that day, without what the customer may leave out
    required: float


def grant(currency_id, items, early_discount=0.0):
    """Return the :class:`Granted` of a quotation as it is.

    The customer may take all or leave out what is optional, and a discount in money weighs more on the rest then.
    """
    required = [item for item in items if not item.is_optional]
    whole, least = group_items(items, early_discount), group_items(required, early_discount)
    units = {}
    for group in (*whole, *least):
        unit, list_unit = _get_units(group)
        units[group.key] = min(unit, units.get(group.key, (unit,))[0]), list_unit
    return Granted(currency_id, units, sum(group.listed for group in least))


def is_group_worse(granted, group, step=0.01):
    """Return whether a group goes for less than was granted for it, or nothing was.

    Prices are compared, not discounts or margins: what the list asks later and what the goods cost is nobody's gift.
    """
    if group.key not in granted.units:
        return True
    return _get_units(group)[0] < granted.units[group.key][0] - step / 2 - 1e-9


def is_smaller(granted, currency_id, items, step=0.01):
    """Return whether less has to be taken than the price was granted for; in another currency that cannot be told."""
    if currency_id != granted.currency_id:
        return True
    taken = 0.0
    for group in group_items([item for item in items if not item.is_optional]):
        _unit, list_unit = granted.units.get(group.key) or _get_units(group)
        taken += group.quantity * list_unit
    return taken < granted.required - step


def _get_units(group):
    """Return the price of a unit of a group, and what the list asks for it."""
    return group.amount / group.quantity, group.listed / group.quantity
