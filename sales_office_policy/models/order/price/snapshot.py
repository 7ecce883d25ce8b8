"""What was asked for and granted, kept as data, without the ORM: whether it covers a later price."""

from typing import NamedTuple

from .effective import Granted, Group, grant, is_group_worse, is_smaller
from .limits import Quotation


class Snapshot(NamedTuple):
    """A quotation as it was when somebody asked, and for how much it may go."""

    quotation: Quotation
    granted: Granted

    def to_json(self):
        """Return the snapshot for a Json field."""
        quotation, granted = self.quotation._asdict(), self.granted._asdict()
        quotation["groups"] = [list(group) for group in self.quotation.groups]
        return {"quotation": quotation, "granted": granted}


def take(quotation, currency_id, items, early_discount):
    """Return the :class:`Snapshot` of a quotation that is judged."""
    return Snapshot(quotation, grant(currency_id, items, early_discount))


def from_json(data):
    """Return the :class:`Snapshot` of a Json field."""
    quotation, granted = dict(data["quotation"]), dict(data["granted"])
    quotation["groups"] = tuple(Group(*values)._replace(lines=tuple(values[1])) for values in quotation["groups"])
    quotation["categories"] = {key: tuple(path) for key, path in quotation["categories"].items()}
    granted["units"] = {key: tuple(units) for key, units in granted["units"].items()}
    return Snapshot(Quotation(**quotation), Granted(**granted))


def counter(snapshot, discount):
    """Return the snapshot with no group further off than ``discount`` percent."""
    kept = 1 - discount / 100
    groups = tuple(group._replace(amount=max(group.amount, group.listed * kept)) for group in snapshot.quotation.groups)
    units = {key: (max(unit, listed * kept), listed) for key, (unit, listed) in snapshot.granted.units.items()}
    return Snapshot(snapshot.quotation._replace(groups=groups), snapshot.granted._replace(units=units))


def covers(snapshot, blocking, quotation, currency_id, items):
    """Return whether what has to be approved now is no worse than what was granted.

    :param blocking: the :class:`.limits.Excess` of the quotation as it is now
    """
    groups = {group.key: group for group in quotation.groups}
    for excess in blocking:
        if excess.group is not None and is_group_worse(snapshot.granted, groups[excess.group], quotation.step):
            return False
        if excess.kind == "term" and quotation.term_days > snapshot.quotation.term_days:
            return False
        if excess.kind == "prepayment" and quotation.prepayment < snapshot.quotation.prepayment:
            return False
    return not is_smaller(snapshot.granted, currency_id, items, quotation.step)
