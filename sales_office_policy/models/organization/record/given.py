"""What values given for a record refer to, in each form Odoo takes them in."""

from typing import NamedTuple

from odoo import fields, models
from odoo.fields import Command


class Given(NamedTuple):
    """``vals[field.name]`` refers to the records ``ids`` of ``comodel``."""

    vals: dict
    field: fields.Field
    comodel: str
    ids: frozenset


def get_given(records, vals, nested=False):
    """Yield what ``vals``, given for ``records`` or for a new record of their model, refers to.

    :param nested: look into commands for lines, and into the record a line belongs to, as well
    """
    for name, value in vals.items():
        field = records._fields.get(name)
        if field is None or not value:
            continue
        if field.type == "many2one":
            yield from _get_from_many2one(records, vals, field, value, nested)
        elif field.type in ("one2many", "many2many"):
            yield from _get_from_commands(records, vals, field, value, nested)
        elif field.type == "reference":
            comodel, _comma, number = str(value).partition(",")
            yield from _get_from_ids(records, vals, field, comodel, [number])
        if field.type == "many2one_reference":
            model_name = vals.get(field.model_field) or records[:1][field.model_field]
            yield from _get_from_ids(records, vals, field, model_name, [value])


def _get_from_many2one(records, vals, field, value, nested):
    if isinstance(value, dict):  # a form sends what was typed into the record its line belongs to
        if nested:
            yield from get_given(records.env[field.comodel_name], value, nested)
        value = value.get("id")
    elif isinstance(value, (tuple, list)):
        value = value[0]
    yield from _get_from_ids(records, vals, field, field.comodel_name, [value])


def _get_from_commands(records, vals, field, value, nested):
    comodel = records.env[field.comodel_name]
    ids = []
    for command in value:
        if not isinstance(command, (tuple, list)):
            command = Command.create(command) if isinstance(command, dict) else Command.link(command)
        if command[0] in (Command.UPDATE, Command.LINK):
            ids.append(command[1])
        elif command[0] == Command.SET:
            ids.extend(command[2])
        if nested and command[0] in (Command.CREATE, Command.UPDATE):
            yield from get_given(comodel, command[2], nested)
    yield from _get_from_ids(records, vals, field, comodel._name, ids)


def _get_from_ids(records, vals, field, comodel, values):
    ids = frozenset(filter(None, map(_get_id, values)))
    if ids and comodel in records.env:
        yield Given(vals, field, comodel, ids)


def _get_id(value):
    """Return the database id that ``value`` stands for, or ``None``: PostgreSQL takes "5" and 5.0 for 5 as well."""
    if isinstance(value, models.BaseModel):
        value = value.id
    value = getattr(value, "origin", value)  # of a record in a form
    if isinstance(value, bool):
        return None
    try:
        return int(value)
    except (TypeError, ValueError, OverflowError):
        return None
