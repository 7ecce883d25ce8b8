"""What Odoo's own doors are given, ``create`` and ``write`` above all; asked about when they failed."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from odoo.api import NewId
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.models import BaseModel

from ..rpc.argument_types import LARGEST_INTEGER, File, Refused, is_id, is_storable

COMMANDS = range(7)


class _FieldValues:
    """Values by field, or a list of them; the first that its field does not take is named."""

    def convert(self, records, value):
        for vals in value if isinstance(value, (list, tuple)) else [value]:
            _check_values(records, vals)
        return value

    def describe(self, records):
        return records.env._("values by field")


class _Each(NamedTuple):
    """A list of which each item fits."""

    fits: Callable
    name: str

    def convert(self, records, value):
        if not isinstance(value, (list, tuple)) or not all(map(self.fits, value)):
            raise Refused
        return value

    def describe(self, records):
        return records.env._("a list of %(what)s", what=self.name)


_VALUES = _FieldValues()
_IDS = _Each(is_id, "ids")
_NAMES = _Each(lambda name: isinstance(name, str), "names")
#: what Odoo calls the arguments of its doors
CORE_TYPES = {
    **dict.fromkeys(("vals", "vals_list", "default", "values"), _VALUES),
    **dict.fromkeys(("partner_ids", "subtype_ids"), _IDS),
    **dict.fromkeys(("fields", "field_names", "fields_to_export"), _NAMES),
    "data": _Each(lambda row: isinstance(row, (list, tuple)), "rows"),
}


def _check_values(records, vals):
    """Raise unless each of the values is one for its field."""
    if not isinstance(vals, Mapping):
        raise Refused
    for name, value in vals.items():
        field = records._fields.get(name)
        if field is None:
            raise UserError(records.env._("“%(model)s” has no field “%(field)s”.", model=records._name, field=name))
        try:
            _check_value(records, field, value)
        except Refused:
            raise UserError(
                records.env._("“%(field)s” of “%(model)s” does not take this value.", field=name, model=records._name)
            ) from None


def _check_value(records, field, value):
    if field.type in ("one2many", "many2many"):
        return _check_commands(records.env[field.comodel_name], value)
    if isinstance(value, str) and not is_storable(value):
        raise Refused
    if field.type == "binary" and value:
        File().convert(records, value)
    if field.type == "many2one" and value and not isinstance(value, (BaseModel, NewId)) and not is_id(value):
        raise Refused
    try:
        cached = field.convert_to_cache(value, records.browse())
    except Exception as error:
        raise Refused from error
    if isinstance(cached, int) and abs(cached) > LARGEST_INTEGER:
        raise Refused


def _check_commands(records, value):
    """Raise unless the value is a list of commands, or of ids."""
    if not value or isinstance(value, BaseModel):
        return
    if not isinstance(value, (list, tuple)):
        raise Refused
    for command in value:
        if isinstance(command, (list, tuple)):
            _check_command(records, *command)
        elif not is_id(command):
            raise Refused


def _check_command(records, code=None, id_=None, content=None, *more):
    if type(code) is not int and not isinstance(code, Command) or code not in COMMANDS or more:
        raise Refused
    if code in (1, 2, 3, 4) and not is_id(id_):
        raise Refused
    if code in (0, 1):
        _check_values(records, content)
    if code == 6:
        _check_commands(records, content)
