"""Whether searches can find anything at all: one cheap SELECT for all of them, before any is made out in full.

Of a search only what its model's own table says is asked: conditions on a column, compared with values, and what such
fields come to as ask for whom somebody leads. Whatever else it asks for (other tables, record rules) would only take
records away, so what is not found here is not there, and nobody needs to work out who would be allowed to see it.
"""

from datetime import date, datetime, timedelta
from functools import partial

from odoo.fields import Domain
from odoo.models import BaseModel
from odoo.tools import SQL, OrderedSet

from .search.following import has_lasting_search
from .search.moments import take_out
from .searching import LONGEST

#: so many searches are made out at once without looking first whether they find anything
FEW = 12
#: fields whose column holds what the field says, and nothing where it says nothing
PLAIN = frozenset({"boolean", "date", "datetime", "many2one", "selection"})
COMPARED = {"<": SQL("<"), "<=": SQL("<="), ">": SQL(">"), ">=": SQL(">=")}
#: whether the column is to be one of the values
MEMBERSHIP = {"=": True, "in": True, "!=": False, "not in": False}
#: Odoo compares times by the second, one way or the other
SECOND = timedelta(seconds=1)
#: what is not asked here: every record may fulfil it
ANYTHING, NOTHING = SQL("TRUE"), SQL("FALSE")


def sift(env, searches, searcher):
    """Return the numbers of the ``searches`` that may find something, which is all of them where they are few.

    :param searcher: which remembers what follows from nothing but the user
    """
    if len(searches) < FEW:
        return range(len(searches))
    screens = [_get_screen(search, searcher) for search in searches]
    columns = [screen for screen in screens if screen is not None]
    answers = iter(env.execute_query(SQL("SELECT %s", SQL(", ").join(columns)))[0] if columns else ())
    return {number for number, screen in enumerate(screens) if screen is None or next(answers)}


def _get_screen(search, searcher):
    """Return whether a search may find something, as SQL; ``None`` where its table does not say."""
    records = getattr(search, "records", None)
    if records is None or type(records)._search is not BaseModel._search:
        return None
    condition = _recall(records, search.domain, searcher)
    if condition is NOTHING:
        return NOTHING
    if not records._auto:
        return None
    table = SQL.identifier(records._table)
    if condition is ANYTHING:
        return SQL("EXISTS (SELECT FROM %s)", table)
    return SQL("EXISTS (SELECT FROM %s WHERE %s)", table, condition)


def _recall(records, domain, searcher):
    """Return :func:`relax` of a domain; from memory where neither records nor the clock have a say."""
    text, moments = take_out(domain)
    if text and not moments and len(text) <= LONGEST:
        make = partial(_relax_lasting, records, domain)
        known = searcher.remember(records.env, ("screen", records._name, text), make)
        if known is not None:
            return known
    return relax(records, domain)


def _relax_lasting(records, domain):
    fields = (records._fields.get(condition.field_expr) for condition in Domain(domain).iter_conditions())
    lasting = all(not field or not field.search or has_lasting_search(records, field) for field in fields)
    return relax(records, domain) if lasting else None


def relax(records, domain):
    """Return a condition on the columns of these records' table that all records fulfil which fulfil the domain."""
    stack = []
    for item in reversed(list(Domain(domain))):
        if item == "!":
            stack.pop()
            stack.append(ANYTHING)
        elif item == "&":
            stack.append(_join(" AND ", ANYTHING, NOTHING, stack.pop(), stack.pop()))
        elif item == "|":
            stack.append(_join(" OR ", NOTHING, ANYTHING, stack.pop(), stack.pop()))
        else:
            stack.append(_relax_condition(records, item))
    return stack.pop()


def _join(word, neutral, decisive, *conditions):
    if decisive in conditions:
        return decisive
    kept = [condition for condition in conditions if condition is not neutral]
    if len(kept) < 2:
        return kept[0] if kept else neutral
    return SQL("(%s)", SQL(word).join(kept))


def _relax_condition(records, item):
    if not isinstance(item, tuple):
        return ANYTHING  # SQL that a model wrote itself
    name, operator, value = item
    if not isinstance(name, str):
        return ANYTHING if name == value else NOTHING  # Odoo's own (1, '=', 1) and (0, '=', 1)
    field = records._fields.get(name)
    if field and field.search and field.type == "boolean":
        return _relax_worked_out(records, field, operator, value)
    if not field or not _is_plain(field):
        return ANYTHING
    if operator in COMPARED:
        return _relax_comparison(_get_column(field), field.type, operator, value)
    if operator in MEMBERSHIP:
        return _relax_membership(field, value, operator)
    return ANYTHING


def _is_plain(field):
    """Return whether a column holds what the field says, and nothing where it says nothing."""
    return field.store and field.type in PLAIN and not field.search and not field.company_dependent


def _get_column(field):
    return SQL.identifier(field.name, to_flush=field)


def _relax_worked_out(records, field, operator, value):
    """Return what a field comes to that knows how it is searched, where it is to be true."""
    if field.store or operator not in ("=", "in") or value not in (True, [True]):
        return ANYTHING
    domain = field.determine_domain(records, "in", OrderedSet([True]))
    return ANYTHING if domain is NotImplemented else relax(records, Domain(domain, internal=True))


def _relax_comparison(column, kind, operator, value):
    if kind == "datetime" and isinstance(value, datetime):
        value += SECOND if "<" in operator else -SECOND
    elif kind != "date" or not _is_day(value):
        return ANYTHING
    return SQL("%s %s %s", column, COMPARED[operator], value)


def _relax_boolean(column, values, wanted):
    if len(set(map(bool, values))) > 1:
        return ANYTHING
    return SQL("%s" if bool(values[0]) is wanted else "%s IS NOT TRUE", column)


def _relax_membership(field, value, operator):
    values = value if isinstance(value, list) else [value]
    if not values:
        return NOTHING if operator == "in" else ANYTHING
    if field.type == "boolean":
        return _relax_boolean(_get_column(field), values, MEMBERSHIP[operator])
    known = tuple(value for value in values if value is not False and value is not None)
    if not all(_fits(field, value) for value in known):
        return ANYTHING
    return _compare_known(_get_column(field), known, len(known) < len(values), MEMBERSHIP[operator])


def _compare_known(column, known, with_empty, wanted):
    """Return the condition that the column is one of the values, or, unless it is ``wanted``, that it is not."""
    empty = SQL("%s IS NULL" if wanted or known else "%s IS NOT NULL", column)
    if not known:
        return empty
    among = SQL("%s IN %s" if wanted else "%s NOT IN %s", column, known)
    return SQL("(%s OR %s)", among, empty) if with_empty is wanted else among


def _fits(field, value):
    """Return whether the value is compared with the column as it is."""
    if field.type == "many2one":
        return type(value) is int and value > 0
    return _is_day(value) if field.type == "date" else field.type == "selection" and isinstance(value, str)


def _is_day(value):
    return isinstance(value, date) and not isinstance(value, datetime)
