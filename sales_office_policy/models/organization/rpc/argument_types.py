"""What public methods are given: each type makes of a value of JSON what the method works with, or refuses it.

They are the annotations of the methods decorated with ``rpc``: ``str``, ``bool``, ``int``, ``float``, ``date``,
``datetime``, ``dict[...]`` and the classes below.
"""

import base64
import binascii
import math
from datetime import UTC, date, datetime
from typing import NamedTuple, get_args, get_origin

from odoo.models import BaseModel

from ..record.phrases import join_names

LARGEST_INTEGER = 2**31 - 1  # of an id or an integer in PostgreSQL
LARGEST_NUMBER = 1e15  # up to here a float tells cents apart
LONGEST_TEXT = 65_536
LARGEST_FILE = 32 * 1024 * 1024
YEARS = range(1900, 2200)  # with room for what is added to a day or taken from it


class Refused(Exception):
    """The value is none of the type."""


def is_id(value):
    """Return whether the value can be the id of a record, which ``True`` is not."""
    return type(value) is int and 0 < value <= LARGEST_INTEGER


def _check(fits):
    """Raise ``Refused`` unless the value fits its type."""
    if not fits:
        raise Refused


class _Text:
    """A text without what PostgreSQL cannot keep; an empty field's ``False`` is the empty text."""

    def convert(self, records, value):
        _check(isinstance(value, str) or value is None or value is False)
        _check(is_storable(value or "") and len(value or "") <= LONGEST_TEXT)
        return value or ""

    def describe(self, records):
        return records.env._("a text of at most %(count)s characters", count=LONGEST_TEXT)


def is_storable(text):
    """Return whether PostgreSQL can keep the text: no NUL, and no half of a character."""
    return "\0" not in text and not any("\ud800" <= character <= "\udfff" for character in text)


class _Flag:
    def convert(self, records, value):
        _check(isinstance(value, bool))
        return value

    def describe(self, records):
        return records.env._("true or false")


class _Integer:
    def convert(self, records, value):
        _check(type(value) is int and abs(value) <= LARGEST_INTEGER)
        return value

    def describe(self, records):
        return records.env._("a whole number")


class _Number:
    def convert(self, records, value):
        _check(isinstance(value, (int, float)) and not isinstance(value, bool))
        _check(abs(value) <= LARGEST_NUMBER and math.isfinite(value))
        return value

    def describe(self, records):
        return records.env._("a number")


class _Day:
    def convert(self, records, value):
        day = _parse(date, value)
        _check(day.year in YEARS)
        return day.date() if isinstance(day, datetime) else day

    def describe(self, records):
        return records.env._("a day such as %(example)s", example="2026-03-31")


class _Moment:
    def convert(self, records, value):
        moment = _parse(datetime, value)
        _check(moment.year in YEARS)
        return (moment.astimezone(UTC) if moment.tzinfo else moment).replace(tzinfo=None, microsecond=0)

    def describe(self, records):
        return records.env._("a date and time (UTC) such as %(example)s", example="2026-03-31 14:00:00")


def _parse(kind, value):
    """Return the day or moment an ISO text means, or the value that is one."""
    if isinstance(value, kind):
        return value
    _check(isinstance(value, str))
    try:
        return kind.fromisoformat(value)
    except ValueError as error:
        raise Refused from error


class Choice(NamedTuple):
    """A value of a selection field of the method's own model, or of another one's."""

    field: str
    model: str = ""

    def convert(self, records, value):
        _check(isinstance(value, str) and value in self._get_values(records))
        return value

    def describe(self, records):
        return records.env._("one of: %(values)s", values=join_names(records.env, self._get_values(records)))

    def _get_values(self, records):
        return records.env[self.model or records._name]._fields[self.field].get_values(records.env)


class Record(NamedTuple):
    """A record of a model, over RPC by its id; it exists, and who calls may read it."""

    model: str

    def convert(self, records, value):
        found = Records(self.model).convert(records, value)
        _check(len(found) == 1)
        return found

    def describe(self, records):
        return records.env._("the number (id) of a record of “%(model)s” that exists", model=self.model)


class Records(NamedTuple):
    """Records of a model, over RPC by their ids."""

    model: str

    def convert(self, records, value):
        if isinstance(value, BaseModel):
            _check(value._name == self.model)
            return value
        ids = list(value) if isinstance(value, (list, tuple)) else [value]
        _check(all(map(is_id, ids)))
        found = records.env[self.model].browse(dict.fromkeys(ids))
        _check(found.exists() == found)
        get_public(found).check_access("read")
        return found

    def describe(self, records):
        return records.env._("a list of numbers (ids) of records of “%(model)s” that exist", model=self.model)


def get_public(records):
    """Return what everybody may read of employees, or the records themselves."""
    return records.env["hr.employee.public"].browse(records.ids) if records._name == "hr.employee" else records


class Reference(NamedTuple):
    """A record of one of the models of a reference field, over RPC as ``model,id``."""

    field: str

    def convert(self, records, value):
        if isinstance(value, BaseModel):
            return value
        _check(isinstance(value, str))
        model, _comma, id_ = value.partition(",")
        _check(model in self._get_models(records) and id_.isascii() and id_.isdecimal() and len(id_) < 11)
        return Record(model).convert(records, int(id_))

    def describe(self, records):
        models = join_names(records.env, self._get_models(records))
        return records.env._(
            "the name and number of a record, such as res.partner,1, of one of: %(models)s", models=models
        )

    def _get_models(self, records):
        return records._fields[self.field].get_values(records.env)


class File:
    """The content of a file in base64."""

    def convert(self, records, value):
        _check(isinstance(value, (str, bytes)) and len(value) <= LARGEST_FILE)
        try:
            base64.b64decode(value, validate=True)
        except (binascii.Error, ValueError) as error:
            raise Refused from error
        return value

    def describe(self, records):
        return records.env._("a file in base64")


class _Shares(NamedTuple):
    """``dict[Record(...), float]``: a number for each of several records; JSON makes texts of their ids."""

    key: Record
    number: _Number

    def convert(self, records, value):
        _check(isinstance(value, dict))
        ids = [int(key) if isinstance(key, str) and key.isdecimal() and len(key) < 11 else key for key in value]
        found = Records(self.key.model).convert(records, [key.id if isinstance(key, BaseModel) else key for key in ids])
        _check(len(found) == len(value))
        return {
            record: self.number.convert(records, number) for record, number in zip(found, value.values(), strict=True)
        }

    def describe(self, records):
        return records.env._("a number for each id of a record of “%(model)s” that exists", model=self.key.model)


FLAG = _Flag()
SIMPLE = {str: _Text(), bool: FLAG, int: _Integer(), float: _Number(), date: _Day(), datetime: _Moment()}


def get_type(annotation):
    """Return the type an annotation means."""
    if get_origin(annotation) is dict:
        key, number = get_args(annotation)
        return _Shares(key, get_type(number))
    return SIMPLE.get(annotation, annotation)
