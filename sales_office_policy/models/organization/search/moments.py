"""Days and times taken out of a domain: what it comes to as SQL is remembered without them, and they are put in again.

All that the clock decides about such a condition is the value that a column is compared with.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count
from typing import NamedTuple

from odoo.fields import Domain
from odoo.orm.domains import DomainCustom
from odoo.tools import SQL, Query

#: where SQL has its parameters, and what is none
PLACES = re.compile("%%|%s")
#: what a value is that is the same tomorrow
CONSTANT = (str, int, float, type(None))
DOMAINS = frozenset({"any", "any!", "not any", "not any!"})
#: as Odoo compares days, and times by the second
NOW, SECOND = timedelta(), timedelta(seconds=1)
COMPARED = {
    "date": {sign: (SQL(sign), NOW) for sign in ("=", "<", "<=", ">", ">=")},
    "datetime": {"<": (SQL("<"), NOW), "<=": (SQL("<"), SECOND), ">": (SQL(">="), SECOND), ">=": (SQL(">="), NOW)},
}
TYPES = {date: "date", datetime: "datetime"}


class Moment(NamedTuple):
    """Stands in SQL for the day or time of this number among those of a domain."""

    number: int
    later: timedelta

    def get_value(self, moments):
        """Return what the column is compared with."""
        value = moments[self.number]
        return value.replace(microsecond=0) + self.later if isinstance(value, datetime) else value


@dataclass(frozen=True)
class Stand:
    """Stands in a domain for the day or time of this number, of which it says the type."""

    number: int
    type: type


class Unfit(Exception):
    """A domain has something else than constants, a day or time that more is done with, or parts that clash."""


def take_out(domain, other=None):
    """Return a text that is the same for a domain whatever the clock says, and its days and times in their order.

    The text is empty for a domain that has anything but constants, unless ``other`` stands for what is SQL.
    """
    moments = []
    try:
        return repr(_take_out(list(domain), moments, other)), moments
    except Unfit:
        return "", []


def _take_out(value, moments, other):
    if isinstance(value, (DomainCustom, SQL, Query)) and other:
        return other
    if _is_nested(value):
        return [_take_out(item, moments, other) for item in value]
    if type(value) in TYPES:
        moments.append(value)
        return type(value)
    if isinstance(value, CONSTANT):
        return value
    raise Unfit


def _is_nested(value):
    return isinstance(value, (list, tuple, Domain)) and not isinstance(value, DomainCustom)


def put_stands(domain):
    """Return a domain as a list with a :class:`Stand` instead of each day and time, in the same order."""
    return _put_stands(list(domain), count())


def _put_stands(value, numbers):
    if _is_nested(value):
        return (tuple if isinstance(value, tuple) else list)(_put_stands(item, numbers) for item in value)
    return Stand(next(numbers), type(value)) if type(value) in TYPES else value


def put_marks(model, domain):
    """Return the domain with a :class:`Moment` instead of each day and time, in the same order.

    :raises Unfit: one of them is more than compared with a column of its type
    """
    return _put_marks(model, domain, count())


def _put_marks(model, domain, numbers):
    def put_mark(condition):
        field, value = model._fields.get(condition.field_expr), condition.value
        if condition.operator in DOMAINS and isinstance(value, (list, tuple, Domain)):
            if not field:
                raise Unfit
            inner = _put_marks(model.env[field.comodel_name], Domain(list(value), internal=True), numbers)
            return Domain(condition.field_expr, condition.operator, inner)
        if type(value) in TYPES:
            return _compare(field, condition.operator, value, next(numbers))
        if not isinstance(value, CONSTANT) and any(type(item) in TYPES for item in value):
            raise Unfit
        return condition

    return domain.map_conditions(put_mark)


def _compare(field, operator, value, number):
    """Return the condition that a column compares like this with the moment of this number."""
    compared = COMPARED[TYPES[type(value)]]
    if not _is_column(field, TYPES[type(value)]) or operator not in compared:
        raise Unfit
    sign, later = compared[operator]
    mark = Moment(number, later)
    return Domain.custom(
        to_sql=lambda model, alias, query: SQL("%s %s %s", model._field_to_sql(alias, field.name, query), sign, mark)
    )


def _is_column(field, kind):
    return field and field.type == kind and field.store and not field.search and not field.company_dependent


def settle(env, sql):
    """Return SQL with its constants in its text, so that nothing but days and times is put in each time."""
    params, marks = iter(sql.params), []

    def write(found):
        if found[0] == "%%":
            return "%%"
        param = next(params)
        if isinstance(param, Moment):
            marks.append(param)
            return "%s"
        return env.cr.mogrify("%s", (param,)).decode().replace("%", "%%")

    code = PLACES.sub(write, sql.code)
    return SQL(code, *marks, to_flush=sql.to_flush)  # pylint: disable=sql-injection


def fill_in(sql, moments):
    """Return SQL with the days and times in it."""
    if not any(isinstance(param, Moment) for param in sql.params):
        return sql
    params = (param.get_value(moments) if isinstance(param, Moment) else param for param in sql.params)
    return SQL(sql.code, *params, to_flush=sql.to_flush)  # pylint: disable=sql-injection
