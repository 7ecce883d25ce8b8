"""Rates by tiers, free of the ORM.

A tier says from where on a rate holds, and nothing else: it ends where the next one begins, so tiers
can neither overlap nor leave gaps. Whoever hits a threshold exactly is in the tier that begins there.
Below the lowest threshold nothing is paid.

What is measured is the base itself (an amount or a quantity) or how much of a target was achieved, in
percent. All figures are :class:`~decimal.Decimal`, unrounded: rounding is done once, at the end.
"""

from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from ...organization.splitting import split
from .arithmetic import ZERO, round_amount


class Tier(NamedTuple):
    """``rate`` holds from ``threshold`` on: percent, an amount per unit, or an amount."""

    threshold: Decimal
    rate: Decimal


class Part(NamedTuple):
    """A part of the base and the rate it is paid with; for a fixed amount the base is 1."""

    base: Decimal
    rate: Decimal


class Commission(NamedTuple):
    """What a rule pays: the amount, the parts it comes from, and what these make before floor and cap."""

    amount: Decimal
    parts: list
    unlimited: Decimal


class Terms(NamedTuple):
    """What a rule pays for what, in multiples of ``step``; None is no floor and no cap."""

    rate_type: str
    #: "achievement": the tiers are of percent of a target
    tier_by: str
    tier_mode: str
    tiers: list
    floor: Decimal | None
    cap: Decimal | None
    step: Decimal

    def get_measure(self, amount, quantity):
        """Return which of the two is paid for."""
        return quantity if self.rate_type == "per_unit" else amount

    def get_commission(self, base, achieved=None):
        """Return the :class:`Commission` on ``base``, an amount or a quantity.

        :param achieved: percent of the target, None without a target, which counts as nothing achieved
        """
        achieved = (achieved or ZERO) if self.tier_by == "achievement" else None
        if self.rate_type == "fixed":
            parts = get_fixed_parts(base if achieved is None else achieved, self.tiers, self.tier_mode)
        else:
            parts = get_parts(base, self.tiers, self.tier_mode, achieved)
        unlimited = get_amount(parts, self.rate_type, self.step)
        return Commission(limit(unlimited, self.floor, self.cap), parts, unlimited)


def get_parts(base, tiers, mode, achieved=None):
    """Return the list of :class:`Part` into which ``base`` falls; they add up to it.

    :param tiers: tiers in any order, each threshold once
    :param mode: ``whole``: all of it at the rate of the tier that was reached;
        ``marginal``: each slice at the rate of its own tier
    :param achieved: percent of the target where the thresholds are percentages; None if they measure the base

    12,000 with 5 % from 0 and 8 % from 8,000: marginal 8,000 at 5 % and 4,000 at 8 %, whole 12,000 at 8 %.
    A negative base (more refunded than sold) is in the tier that begins lowest, if that is not above 0.
    """
    measure = base if achieved is None else achieved
    if mode == "whole" or measure <= 0:
        return [Part(base, get_rate(measure, tiers))]
    # the last tier has no end: what was measured ends it
    edges = [ZERO, *sorted(tier.threshold for tier in tiers if 0 < tier.threshold < measure), measure]
    if achieved is None:
        return [Part(end - start, get_rate(start, tiers)) for start, end in pairwise(edges)]
    return [
        Part(base * end / achieved - base * start / achieved, get_rate(start, tiers)) for start, end in pairwise(edges)
    ]


def get_rate(measure, tiers):
    """Return the rate of the tier that ``measure`` has reached; 0 below all of them.

    Below nothing the tier is the one of nothing: a refund takes back at the rate sales begin with.
    """
    reached = [tier for tier in tiers if tier.threshold <= max(measure, ZERO)]
    return max(reached).rate if reached else ZERO


def get_fixed_parts(measure, tiers, mode):
    """Return one :class:`Part` for each fixed amount that is due.

    ``whole``: the amount of the highest tier reached. ``marginal``: the amounts of all tiers reached.
    Nothing is due for nothing sold: 0 reaches no tier.
    """
    reached = sorted(tier for tier in tiers if tier.threshold <= measure) if measure > 0 else []
    return [Part(Decimal(1), tier.rate) for tier in (reached if mode == "marginal" else reached[-1:])]


def get_amount(parts, rate_type, step):
    """Return what the parts pay, rounded once to a multiple of ``step``.

    8,000.00 x 5 % + 4,000.00 x 8 % = 720.00
    """
    total = sum((part.base * part.rate for part in parts), ZERO)
    return round_amount(total / 100 if rate_type == "percent" else total, step)


def limit(amount, floor=None, cap=None):
    """Return ``amount`` raised to ``floor`` and cut at ``cap``; None is no limit."""
    if floor is not None:
        amount = max(amount, floor)
    return amount if cap is None else min(amount, cap)


def share_out(total, weights, step):
    """Return ``{key: share}`` of ``total`` by weight in multiples of ``step``, which add up to it, see :func:`split`.

    Weights that cancel each other out share nothing.

    A weight on the other side of zero than the sum of all gets nothing: 100.00 by 1,000, 1 and -991 would
    otherwise be 10,000.00 for the first, which the last had to pay.

    :param total: a multiple of ``step``
    :param weights: ``{key: weight}``
    """
    whole = sum(weights.values(), ZERO)
    if not whole:
        return dict.fromkeys(weights, ZERO)
    same_side = [weight * whole for weight in weights.values()]
    return dict(zip(weights, split(total, same_side, step), strict=True))
