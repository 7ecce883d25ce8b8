"""What follows from what else is asked: a part of the record rules that a search fulfils anyway need not be asked.

``A and (A or B)`` is ``A``. PostgreSQL does not see that, and works out all ways in which somebody may read a record
for what is their own.
"""

from typing import NamedTuple

from odoo.models import BaseModel
from odoo.tools import OrderedSet

#: a column of these says one value, or none
SINGLE = frozenset({"boolean", "many2one", "selection"})
#: whether the column is to be one of the values
WANTED = {"=": True, "in": True, "!=": False, "not in": False}
COLLECTIONS = (list, tuple, set, frozenset, OrderedSet)


class Said(NamedTuple):
    """What a condition says of a field: that it is one of the values, or that it is none of them."""

    name: str
    wanted: bool
    values: frozenset

    def means(self, other):
        """Return whether whatever fulfils this fulfils the other, too; False stands for a column that is empty."""
        if self.name != other.name or other.wanted and not self.wanted:
            return False
        if self.wanted:
            return self.values <= other.values if other.wanted else self.values.isdisjoint(other.values)
        return other.values <= self.values


def is_plain(model, *names):
    """Return whether these methods of a model are Odoo's own, or marked as :func:`lasting`."""
    ways = ((getattr(type(model), name), getattr(BaseModel, name)) for name in names)
    return all(way is plain or getattr(way, "is_lasting", False) for way, plain in ways)


def has_lasting_search(model, field):
    """Return whether what a field is searched by is marked as :func:`lasting`."""
    search = getattr(type(model), field.search, None) if isinstance(field.search, str) else field.search
    return getattr(search, "is_lasting", False)


def get_parts(domain):
    """Return the domains all of which are to be fulfilled."""
    return domain.children if getattr(domain, "OPERATOR", "") == "&" else (domain,)


def read_parts(model, domain):
    """Return what the parts of a domain say, as far as they say it of a column of the model itself."""
    return [said for part in get_parts(domain) if (said := _read(model, part))]


def follows(model, known, domain):
    """Return whether whatever all of ``known`` is said of (see :func:`read_parts`) fulfils the domain."""
    operator = getattr(domain, "OPERATOR", "")
    if operator == "|":
        return any(follows(model, known, part) for part in domain.children)
    if operator == "&":
        return all(follows(model, known, part) for part in domain.children)
    wanted = _read(model, domain)
    return bool(wanted) and any(said.means(wanted) for said in known)


def keep_needed(model, parts):
    """Return those of the parts, all of which are to be fulfilled, that do not follow from the others."""
    kept = list(parts)
    for part in parts:
        others = [said for other in kept if other is not part and (said := _read(model, other))]
        if follows(model, others, part):
            kept = [other for other in kept if other is not part]
    return kept


def _read(model, condition):
    """Return what is :class:`Said`; ``None`` where it is not of a column, or not by values."""
    wanted, field = WANTED.get(getattr(condition, "operator", "")), None
    if wanted is not None:
        field = model._fields.get(condition.field_expr)
    if not field or not _is_single(field) and not _is_worked_out(model, field):
        return None
    value = condition.value
    values = value if isinstance(value, COLLECTIONS) else (value,)
    return Said(field.name, wanted, frozenset(values)) if all(_fits(field, one) for one in values) else None


def _is_single(field):
    return field.type in SINGLE and field.store and not field.search and not field.company_dependent


def _is_worked_out(model, field):
    """Return whether the field comes to the same for a search as for a rule, which is asked as superuser."""
    return field.type == "boolean" and field.search and has_lasting_search(model, field)


def _fits(field, value):
    """Return whether the value is compared with the column as it is, or is False for none."""
    if value is False:
        return True
    if field.type == "many2one":
        return type(value) is int and value > 0
    return value is True if field.type == "boolean" else isinstance(value, str) and bool(value)
