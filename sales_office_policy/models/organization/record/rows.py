"""Reads and writes records by the thousand."""

import json
from collections import defaultdict
from datetime import date
from functools import cache, partial

from psycopg2.extras import Json

from odoo.models import BaseModel
from odoo.tools import SQL, float_repr, float_round, split_every

#: rows an INSERT takes
BATCH = 1000
#: of which a thousand records say few different things; and what is read of them first
FEW = ("many2one", "date", "datetime", "selection", "boolean")


def insert_rows(model, vals_list):
    """Write records as their values say, nothing else, and return them: lines that an engine makes by the thousand.

    Odoo makes drafts to take defaults and currencies from, and tries constraints one by one; a line of a statement
    costs many times as much then. Here all values are given by the engine, in sudo: no defaults, no constraints but the
    database's. What is computed from them, on other records as well, is computed anew.

    :param list[dict] vals_list: values of stored columns, monetary ones beside the currency they are in
    """
    if not vals_list:
        return model.browse()
    own, stamp = sorted(set().union(*vals_list)), get_stamp(model.env)
    common = {name: value for name, value in stamp.items() if name not in own}
    columns = [(name, _get_column(model, name)) for name in own]
    ids = []
    rows = [stamp | vals for vals in vals_list]
    for batch in split_every(BATCH, rows):
        texts = [{name: convert(vals) for name, convert in columns} for vals in batch]
        ids += insert_as_text(model, own, texts, common)
    records, names = model.browse(ids), [*own, *common]
    _remember(records, names, rows)
    _add_to_lists(records, vals_list)
    given = [field for name in names if (field := model._fields[name]).compute]
    with model.env.protecting(given, records):
        records.modified(model._fields, create=True)
    return records


def read_rows(records, names):
    """Yield the values of stored fields of each record, as tuples: ids in the place of records, None for nothing.

    What is not in memory is read; asking each record takes several times as long.
    """
    if not all(records._ids):  # of a form that is not saved
        return (tuple(_get_plain(record[name]) for name in names) for record in records)
    if not records:
        return iter(())
    records._recompute_recordset(names)
    records.fetch(names)
    caches = [records._fields[name]._get_cache(records.env) for name in names]
    return zip(*(map(cache.__getitem__, records._ids) for cache in caches), strict=True)


def link_rows(records, name, others):
    """Let each of the records point to another one, as assigning it would; what follows is found out once.

    :param str name: of a stored many2one field of theirs
    :param others: as many records, in their order
    """
    field = records._fields[name]
    for record, other in zip(records, others, strict=True):
        field._update_cache(record, other.id, dirty=True)
    records.modified([name])


def get_stamp(env):
    """Return what a new row says about who wrote it, and when."""
    stamp = {"create_uid": env.uid, "create_date": env.cr.now()}
    return stamp | {"write_uid": stamp["create_uid"], "write_date": stamp["create_date"]}


def insert_as_text(model, names, rows, common, on_conflict=None):
    """Write rows, as one text, and return their ids: value by value PostgreSQL takes four times as long.

    :param list[str] names: the columns
    :param list[dict] rows: values as PostgreSQL takes them
    :param dict common: values of further columns, the same in all rows
    :param SQL on_conflict: what becomes of rows that are there; they are refused by default
    """
    columns, same = (list(map(SQL.identifier, some)) for some in (names, common))
    types = (SQL(model._fields[name].column_type[1]) for name in names)
    query = SQL(
        "INSERT INTO %(table)s (%(columns)s) "
        "SELECT %(values)s FROM json_to_recordset(%(rows)s) given(%(types)s) %(on_conflict)s RETURNING id",
        table=SQL.identifier(model._table),
        columns=SQL(", ").join(columns + same),
        values=SQL(", ").join([*columns, *(SQL("%s", value) for value in common.values())]),
        rows=json.dumps(rows, default=_to_json),
        types=SQL(", ").join(SQL("%s %s", *column) for column in zip(columns, types, strict=True)),
        on_conflict=on_conflict or SQL(),
    )
    return [id_ for (id_,) in model.env.execute_query(query)]


def _get_plain(value):
    return (value.id if isinstance(value, BaseModel) else value) or None


def _remember(records, names, vals_list):
    """Keep in the cache what is read first of new records; what none of them says is empty."""
    for name, field in records._fields.items():
        if field.type not in FEW or not field.store or field.company_dependent:
            continue
        if name in names or not field.compute:
            given = [vals.get(name) for vals in vals_list]
            cached = {value: field.convert_to_cache(value, records) for value in set(given)}
            field._insert_cache(records, map(cached.__getitem__, given))


def _to_json(value):
    """Return what JSON has no word for: what PostgreSQL takes as JSON is, the rest as text."""
    return value.adapted if isinstance(value, Json) else str(value)


def _get_column(model, name):
    """Return the function that makes of a record's values what PostgreSQL takes for a column."""
    field = model._fields[name]
    if field.type == "monetary":
        currency_name = field.get_currency_field(model)
        places = cache(lambda id_: model.env["res.currency"].browse(id_).decimal_places)
        return lambda vals: _round(vals.get(name), lambda: places(vals[currency_name]))
    if field.type == "float" and (digits := field.get_digits(model.env)):
        return lambda vals: _round(vals.get(name), lambda: digits[1])
    if field.type == "json":
        return lambda vals: vals.get(name) or None
    convert = partial(_convert, field, model)
    if field.type in FEW:
        convert = cache(convert)
    return lambda vals: convert(vals.get(name))


def _convert(field, model, value):
    if value is None or (value is False and field.type != "boolean"):
        return None
    value = field.convert_to_column_insert(value, model)
    return str(value) if isinstance(value, date) else value


def _round(value, get_places):
    """Return a number as text, rounded as Odoo does; most have no more places than that already."""
    if not value:
        return None if value is None or value is False else 0
    text, places = repr(float(value)), get_places()
    if "e" not in text and len(text) - text.index(".") <= places + 1:
        return text
    return float_repr(float_round(value, precision_digits=places), places)


def _add_to_lists(records, vals_list):
    """Add the new records to the lists of others that have been read."""
    for name, field in records._fields.items():
        inverses = records.pool.field_inverses[field] if field.type == "many2one" else ()
        listed = set().union(*(inverse._get_all_cache_ids(records.env) for inverse in inverses))
        if not listed:
            continue
        ids = defaultdict(list)
        for id_, vals in zip(records._ids, vals_list, strict=True):
            if vals.get(name) in listed:
                ids[vals[name]].append(id_)
        for value, of_value in ids.items():
            field._update_inverses(records.browse(of_value), value)
