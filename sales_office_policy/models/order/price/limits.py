"""How far each post may go, without the ORM: which line of the table counts, and what a quotation exceeds."""

from collections.abc import Hashable
from typing import NamedTuple

from .effective import SAME, get_points_over, is_below_margin

#: the ladder of posts, the lowest first; everybody else goes by the lines for every post
LADDER = ("representative", "team_leader", "manager", "director")
#: from harmless to consequential
REACTIONS = ("off", "warn", "block")


class Limit(NamedTuple):
    """A line of the table; what is empty or 0 of the first four stands for every one."""

    id: int = 0
    post: str = ""
    pricelist_id: int = 0
    categ_id: int = 0
    grade: str = ""
    #: percent
    max_discount: float = 0.0
    #: percent; None: none is asked for
    min_margin: float | None = None
    #: days on average; None: any
    max_term_days: int | None = None
    #: percent paid before the order
    min_prepayment: float = 0.0
    reaction: str = "block"
    #: points beyond the highest discount that somebody may give so many times a month without asking
    tolerance: float = 0.0
    quota: int = 0


class Quotation(NamedTuple):
    """What a quotation gives, as the table judges it."""

    #: the :class:`.effective.Group` s of what is sold
    groups: tuple
    #: ``{group: ids of its product category and those above, the topmost first}``
    categories: dict
    pricelist_id: int = 0
    grade: str = ""
    #: days on average, or less where the customer's own terms are as long
    term_days: float = 0.0
    prepayment: float = 0.0
    #: the smallest difference between two prices
    step: float = 0.01


class Excess(NamedTuple):
    """What goes beyond a line of the table: a group by its discount or margin, or the quotation by its terms."""

    kind: str
    group: Hashable
    asked: float
    allowed: float
    limit: Limit

    @property
    def over(self):
        """Points or days beyond the line; of a margin it is not told."""
        return 0.0 if self.kind == "margin" else abs(self.asked - self.allowed)


def find_limit(limits, post, pricelist_id=0, categories=(), grade=""):
    """Return the line that fits best; None where none fits.

    A line for the very post goes before one for every post, then the closest product category, then the price list,
    then the grade of the customer.
    """
    best, rank = None, ()
    for limit in limits:
        if _fits(limit, post, pricelist_id, categories, grade):
            depth = categories.index(limit.categ_id) + 1 if limit.categ_id else 0
            found = (bool(limit.post), depth, bool(limit.pricelist_id), bool(limit.grade))
            if best is None or found > rank:
                best, rank = limit, found
    return best


def _fits(limit, post, pricelist_id, categories, grade):
    return (
        limit.post in ("", post)
        and limit.pricelist_id in (0, pricelist_id)
        and (not limit.categ_id or limit.categ_id in categories)
        and limit.grade in ("", grade)
    )


def find_limits(quotation, limits, post):
    """Return ``{group: the line that counts for it}``, without the groups that no line, or one that is off, fits."""
    found, remembered = {}, {}
    for group in quotation.groups:
        categories = quotation.categories.get(group.key, ())
        if categories not in remembered:
            remembered[categories] = find_limit(limits, post, quotation.pricelist_id, categories, quotation.grade)
        limit = remembered[categories]
        if limit and limit.reaction != "off":
            found[group.key] = limit
    return found


def judge(quotation, limits, post):
    """Return the list of :class:`Excess` of a quotation for somebody with ``post``."""
    found = find_limits(quotation, limits, post)
    excesses = []
    for group in quotation.groups:
        if limit := found.get(group.key):
            excesses += _judge_group(group, limit, quotation.step)
    return excesses + list(_judge_terms(quotation, set(found.values())))


def _judge_group(group, limit, step):
    if get_points_over(group, limit.max_discount, step):
        yield Excess("discount", group.key, group.discount, limit.max_discount, limit)
    if limit.min_margin is not None and is_below_margin(group, limit.min_margin):
        yield Excess("margin", group.key, group.margin or 0.0, limit.min_margin, limit)


def _judge_terms(quotation, limits):
    """Yield what the terms of payment exceed of the strictest of the lines that count."""
    timed = [limit for limit in limits if limit.max_term_days is not None]
    if timed:
        strictest = min(timed, key=lambda limit: (limit.max_term_days, limit.id))
        if quotation.term_days > strictest.max_term_days + SAME:
            yield Excess("term", None, quotation.term_days, strictest.max_term_days, strictest)
    if limits:
        strictest = max(limits, key=lambda limit: (limit.min_prepayment, limit.id))
        if quotation.prepayment < strictest.min_prepayment - SAME:
            yield Excess("prepayment", None, quotation.prepayment, strictest.min_prepayment, strictest)


def get_blocking(excesses):
    """Return what has to be approved."""
    return [excess for excess in excesses if excess.limit.reaction == "block"]


def may_give(quotation, limits, post):
    """Return whether somebody with ``post`` may give what the quotation gives."""
    return not get_blocking(judge(quotation, limits, post))


def find_lowest_post(quotation, limits, above=""):
    """Return the lowest post above another one that may give what the quotation gives; "" if none does."""
    return next((post for post in get_higher_posts(above) if may_give(quotation, limits, post)), "")


def get_higher_posts(post):
    """Return the posts above another one, the lowest first; all where that is none of the ladder."""
    return LADDER[LADDER.index(post) + 1 :] if post in LADDER else LADDER


def is_small(excesses):
    """Return whether all that has to be approved is within what may be given some times a month without asking."""
    blocking = get_blocking(excesses)
    return bool(blocking) and all(
        excess.kind == "discount" and excess.limit.quota and excess.over <= excess.limit.tolerance + SAME
        for excess in blocking
    )


def get_quota(excesses):
    """Return how many times a month that is: the least of the lines concerned."""
    return min(excess.limit.quota for excess in get_blocking(excesses))
