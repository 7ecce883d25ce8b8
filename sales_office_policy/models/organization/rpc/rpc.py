"""How public methods are called: ``rpc`` for ours, ``core_door`` for our overrides of Odoo's.

A method whose name has no underscore can be called by everybody who can log in, with anything. What does not fit
is refused in a sentence, in the reader's language, before the method begins; so is what exists but may not be read by
who calls, be it the records themselves or an argument. A method need not ask for that again, and may name them in what
it says. What an argument may be is said by the annotations:

    @rpc
    def action_transfer(self, borrower: Record("hr.employee"), reason: str = ""):

The method gets a record for an id and a ``date`` for a text. What has a default may be left out, or be ``None`` or
``False``. Python code passes the records and dates themselves, which costs nothing.
"""

import inspect
from functools import partial, wraps

from psycopg2 import DataError, ProgrammingError
from pytz import all_timezones_set

from odoo.api import NewId
from odoo.exceptions import MissingError, UserError
from odoo.models import BaseModel

from ..record.field_values import CORE_TYPES
from .argument_types import FLAG, Record, Refused, get_public, get_type, is_id

MISFITS = (
    *(TypeError, ValueError, AttributeError, LookupError, ArithmeticError, NotImplementedError),
    *(DataError, ProgrammingError),
)


def rpc(method=None, *, one=False):
    """Let a public method be called with what its annotations say only.

    :param one: it is about one record, as after ``ensure_one``
    """
    if method is None:
        return partial(rpc, one=one)
    arguments = _Arguments(method)
    arguments.require_types()

    @wraps(method)
    def door(self, /, *args, **kwargs):
        self = _on_a_clock(self)
        _check_records(self, method.__name__, one)
        if any(self._ids):  # not of a form that is not saved
            get_public(self).check_access("read")
        args, kwargs = arguments.convert(self, args, kwargs)
        return method(self, *args, **kwargs)

    return _mark(door, arguments, "own")


def core_door(method):
    """Let our override of a public method of Odoo's fail as politely as our own methods do.

    Everybody's writing goes through it, so it is asked only afterwards, when something failed, whether that came from
    what it was given.
    """
    arguments = _Arguments(method, CORE_TYPES)

    @wraps(method)
    def door(self, /, *args, **kwargs):
        try:
            return method(self, *args, **kwargs)
        except MISFITS:
            _check_ids(self, method.__name__)
            arguments.convert(self, args, kwargs)
            raise

    return _mark(door, arguments, "core")


def _on_a_clock(records):
    """Return the records on the clock of their user, where a context names one that there is not."""
    name = records.env.context.get("tz")
    if not name or isinstance(name, str) and name in all_timezones_set:
        return records
    return records.with_context(tz=records.env.user.tz)


def _mark(door, arguments, kind):
    door.__signature__ = _OpenSignature(arguments.signature.parameters.values())
    door._sales_office_door = kind  # asked by a test
    return door


class _OpenSignature(inspect.Signature):
    """Names the arguments to Odoo's API pages, and lets ``/json/2`` pass on what does not fit: it is refused here."""

    def bind(self, *args, **kwargs):
        """Take whatever is given: what does not fit is told by the method's own signature."""
        return inspect.BoundArguments(self, {})


class _Arguments:
    """The arguments a method takes, and how they are made of what it was called with."""

    def __init__(self, method, usual=None):
        self.name = method.__name__
        self.signature = inspect.signature(method)
        self.parameters = dict(list(self.signature.parameters.items())[1:])
        annotations = {**(usual or {}), **inspect.get_annotations(method)}
        self.types = {name: get_type(annotations[name]) for name in self.parameters if name in annotations}

    def require_types(self):
        """Raise a ``TypeError``, when the module is loaded, unless each argument says what it may be."""
        for name, parameter in self.parameters.items():
            if not hasattr(self.types.get(name), "convert"):
                raise TypeError(f"{parameter} of the public method {self.name} has no type")

    def convert(self, records, args, kwargs):
        """Return the arguments as the method works with them, or raise a ``UserError`` naming what is wrong."""
        if not (args or kwargs or self.parameters):
            return args, kwargs
        try:
            bound = self.signature.bind(records, *args, **kwargs)
        except TypeError:
            raise UserError(self._describe(records)) from None
        for name in [name for name in bound.arguments if name in self.types]:
            bound.arguments[name] = self._convert(records, name, bound.arguments[name])
        return bound.args[1:], bound.kwargs

    def _convert(self, records, name, value):
        default, type_ = self.parameters[name].default, self.types[name]
        is_left_out = value is None or value is False and type_ is not FLAG or _is_nothing(type_, value)
        if is_left_out and default is not inspect.Parameter.empty:
            return default
        try:
            return type_.convert(records, value)
        except Refused:
            raise UserError(
                records.env._(
                    "%(method)s: “%(argument)s” has to be %(type)s.",
                    method=self.name,
                    argument=name,
                    type=type_.describe(records),
                )
            ) from None

    def _describe(self, records):
        if not self.parameters:
            return records.env._("%(method)s takes no arguments.", method=self.name)
        lines = [self._describe_argument(records, name) for name in self.parameters]
        return records.env._("%(method)s takes these arguments:", method=self.name) + "\n" + "\n".join(lines)

    def _describe_argument(self, records, name):
        values = {"argument": name, "type": name in self.types and self.types[name].describe(records) or "…"}
        if self.parameters[name].default is inspect.Parameter.empty:
            return records.env._("- %(argument)s: %(type)s", **values)
        return records.env._("- %(argument)s: %(type)s; may be left out", **values)


def _is_nothing(type_, value):
    """Return whether the value is what an empty many2one gives; no records of several are something else."""
    return isinstance(type_, Record) and isinstance(value, BaseModel) and not value


def _check_records(records, name, one):
    """Raise unless the records can be, and are, in the database; those that somebody read already are."""
    _check_ids(records, name)
    if one and len(records) != 1:
        raise UserError(records.env._("%(method)s is called for one record at a time.", method=name))
    unread = records.browse(record.id for record in records if record.id and not next(iter(record._cache), None))
    # rows of a view come and go: what that means, the method says
    if unread and records._auto and unread.exists() != unread:
        raise MissingError(records.env._("This does not exist any more, or never did. Load the page again."))


def _check_ids(records, name):
    """Raise a ``UserError`` unless the ids of the records can be ids."""
    if records._ids and (records._abstract or not all(is_id(id_) or isinstance(id_, NewId) for id_ in records._ids)):
        raise UserError(
            records.env._(
                "%(method)s is called with the numbers (ids) of records of “%(model)s” that exist.",
                method=name,
                model=records._name,
            )
        )
