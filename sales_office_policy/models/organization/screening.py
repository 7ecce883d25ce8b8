"""Whether searches can find anything at all: one cheap SELECT for all of them, before any is made out in full.

Of a search only what its model's own table says is asked, and those that many2one fields refer to: conditions on a
column, compared with values, and what such fields come to as ask for whom somebody leads. Whatever else it asks for
(other tables, record rules) would only take records away, so what is not found here is not there, and nobody needs to
work out who would be allowed to see it.
"""

from datetime import date, datetime, timedelta
from functools import partial

from odoo.fields import Domain
from odoo.tools import SQL, OrderedSet

from .search.following import COLLECTIONS, has_lasting_search, is_plain
from .search.moments import NOW, TYPES, Moment, Stand, Unfit, fill_in, put_stands, settle, take_out
from .searching import LONGEST, execute

#: so many searches are made out at once without looking first whether they find anything
FEW = 12
#: fields whose column holds what the field says, and nothing where it says nothing
PLAIN = frozenset({"boolean", "date", "datetime", "many2one", "selection"})
EQUAL = SQL("=")
COMPARED = {"<": SQL("<"), "<=": SQL("<="), ">": SQL(">"), ">=": SQL(">=")}
#: whether the column is to be one of the values
MEMBERSHIP = {"=": True, "in": True, "!=": False, "not in": False}
#: Odoo compares times by the second, one way or the other
SECOND = timedelta(seconds=1)
#: what is asked of the record that a many2one field refers to
FOLLOWED = frozenset({"any", "any!"})
#: what is not asked here: every record may fulfil it
ANYTHING, NOTHING = SQL("TRUE"), SQL("FALSE")
#: stands for a condition that is SQL
OTHER = "SQL"


def sift(env, searches, searcher):
    """Return ``{number: look, as SQL}`` of the ``searches`` that may find something, which is all where they are few.

    What found something the last time most likely does again, and is not looked at.

    :param searcher: which remembers what follows from nothing but the user, and what they found
    """
    if len(searches) < FEW:
        return dict.fromkeys(range(len(searches)))
    screens = [_get_screen(search, searcher) for search in searches]
    likely = frozenset(_get_likely(env, searcher))  # as it is now: another thread of the same user notes its own
    columns = [screen for screen in screens if screen is not None and screen.code not in likely]
    answers = iter(execute(env, SQL("SELECT %s", SQL(", ").join(columns)))[0] if columns else ())
    return {
        number: screen
        for number, screen in enumerate(screens)
        if screen is None or screen.code in likely or next(answers)
    }


def note_found(env, sifted, found, searcher):
    """Remember which of the searches that :func:`sift` returned found something, for the next time."""
    likely = _get_likely(env, searcher)
    for number, screen in sifted.items():
        if screen is not None:
            there = any(found[number]) if isinstance(found[number], COLLECTIONS) else found[number]
            (likely.add if there else likely.discard)(screen.code)


def _get_likely(env, searcher):
    return searcher.remember(env, ("likely",), set)


def _get_screen(search, searcher):
    """Return whether a search may find something, as SQL; ``None`` where its table does not say."""
    records = getattr(search, "records", None)
    if records is None or not is_plain(records, "_search"):
        return None
    if search.only:
        return search.only
    return _recall(records, search.domain, searcher)


def _recall(records, domain, searcher):
    """Return :func:`_look` of a domain; from memory where neither records nor the clock have a say.

    What is SQL already is not asked here, whatever it is.
    """
    text, moments = take_out(domain, OTHER)
    if text and len(text) <= LONGEST:
        make = partial(_look_lasting, records, domain)
        known = searcher.remember(records.env, ("screen", records._name, text), make)
        if known is not False:
            return fill_in(known, moments) if moments and known else known
    return _look(records, domain)


def _look(records, domain):
    """Return whether a domain may find something, as SQL; ``None`` where the table does not say."""
    condition = relax(records, domain)
    if condition is NOTHING or not records._auto:
        return NOTHING if condition is NOTHING else None
    table = SQL.identifier(records._table)
    where = SQL() if condition is ANYTHING else SQL("WHERE %s", condition)
    return SQL("EXISTS (SELECT FROM %s %s)", table, where)


def _look_lasting(records, domain):
    """Return :func:`_look` with marks for days and times; False where it does not last."""
    if not _lasts(records, Domain(domain, internal=True)):
        return False
    try:
        look = _look(records, put_stands(domain))
    except Unfit:
        return False
    return look and settle(records.env, look)


def _lasts(records, domain):
    """Return whether all that is relaxed comes to the same the next time."""
    return all(_lasts_condition(records, condition) for condition in domain.iter_conditions())


def _lasts_condition(records, condition):
    field, path = _follow(records, condition.field_expr)
    if path:
        return _lasts_condition(records.env[field.comodel_name], Domain(path, condition.operator, condition.value))
    if not field or not field.search:
        inner = condition.value
        if field and field.type == "many2one" and condition.operator in FOLLOWED and isinstance(inner, (list, Domain)):
            return _lasts(records.env[field.comodel_name], Domain(inner, internal=True))
        return True
    return has_lasting_search(records, field)


def relax(records, domain):
    """Return a condition on the columns of these records' table that all records fulfil which fulfil the domain."""
    stack = []
    for item in reversed(list(Domain(domain, internal=True))):
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
    field, path = _follow(records, name)
    if path:
        return _relax_referred(records, field, [(path, operator, value)]) if _says(operator, value) else ANYTHING
    if operator in FOLLOWED and isinstance(value, (list, Domain)):
        return _relax_referred(records, field, value)
    if field and field.search and field.type == "boolean" and not field.related:
        return _relax_worked_out(records, field, operator, value)
    return _relax_plain(field, operator, value)


def _relax_plain(field, operator, value):
    """Return what a condition comes to that compares a column with values."""
    if isinstance(value, Stand):
        return _relax_stand(field, operator, value)
    if not field or not _is_plain(field):
        return ANYTHING
    if operator in COMPARED:
        return _relax_comparison(_get_column(field), field.type, operator, value)
    if operator in MEMBERSHIP:
        return _relax_membership(field, value, operator)
    return ANYTHING


def _follow(records, name):
    """Return a field, and the rest of a path that goes on behind it: of ``a.b``, or of what is related to that."""
    field = records._fields.get(name)
    if field and field.related and not field.store:
        name, field = field.related, None
    first, _dot, path = name.partition(".")
    if path and (field := records._fields.get(first)) and not _refers(field):
        return None, ""
    return field, path if field else ""


def _refers(field):
    return field.type == "many2one" and _is_plain(field)


def _says(operator, value):
    """Return whether only records with something behind the path fulfil it, whatever Odoo makes of empty ones."""
    if operator in COMPARED:
        return True
    values = value if isinstance(value, (list, tuple)) else [value]
    return operator in ("=", "in") and all(value is not False and value is not None for value in values)


def _relax_referred(records, field, domain):
    """Return what a condition comes to that is asked of the records that a many2one field refers to."""
    if not field or not _refers(field):
        return ANYTHING
    comodel = records.env[field.comodel_name]
    condition = relax(comodel, domain) if comodel._auto else ANYTHING
    if condition is ANYTHING or condition is NOTHING:
        return condition
    return SQL("%s IN (SELECT id FROM %s WHERE %s)", _get_column(field), SQL.identifier(comodel._table), condition)


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


def _relax_stand(field, operator, stand):
    """Return the comparison with a moment that is filled in later.

    :raises Unfit: more is done with it
    """
    if not field or not _is_plain(field) or TYPES[stand.type] != field.type:
        raise Unfit
    if field.type == "date" and operator in (*COMPARED, "="):
        return SQL("%s %s %s", _get_column(field), COMPARED.get(operator, EQUAL), Moment(stand.number, NOW))
    if field.type != "datetime" or operator not in COMPARED:
        raise Unfit
    later = SECOND if "<" in operator else -SECOND
    return SQL("%s %s %s", _get_column(field), COMPARED[operator], Moment(stand.number, later))


def _relax_boolean(column, values, wanted):
    if len(set(map(bool, values))) > 1:
        return ANYTHING
    return SQL("%s" if bool(values[0]) is wanted else "%s IS NOT TRUE", column)


def _relax_membership(field, value, operator):
    values = value if isinstance(value, list) else [value]
    if any(isinstance(one, Stand) for one in values):
        raise Unfit
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
