"""Records of several models read in one query.

Odoo reads the records of one model at a time. Here each model is a column of one SELECT that has its rows as JSON,
which is put into Odoo's cache as if Odoo had read it. What does not fit (fields without a column, models that do it
their own way) is left to Odoo, which reads it as soon as it is asked for.
"""

from datetime import date, datetime

from odoo.models import BaseModel
from odoo.tools import SQL


def _to_datetime(text):
    seconds, _dot, fraction = text.partition(".")
    return datetime.fromisoformat(seconds).replace(microsecond=int(fraction.ljust(6, "0") or 0))


#: of these JSON says something else than PostgreSQL's driver
SKIPPED = frozenset({"binary", "properties", "properties_definition", "json"})
CONVERTED = {"date": date.fromisoformat, "datetime": _to_datetime, "float": float, "monetary": float}


def read_together(groups, *, found=False, names_only=False):
    """Read recordsets of several models in one query, each with the rights and rules of its user.

    :param found: by the rules, in this transaction, which need not be asked again
    :param names_only: no more than what the records are called by
    """
    asked = []
    for records in groups:
        fields = _get_fields(records, names_only) if records else ()
        if fields:
            asked.append((records, fields, _select(records.sudo() if found else records, fields)))
    if not asked:
        return
    [row] = asked[0][0].env.execute_query(SQL("SELECT %s", SQL(", ").join(select for *_group, select in asked)))
    for (records, fields, _select_of), rows in zip(asked, row, strict=True):
        if rows:
            _remember(records, fields, rows)


def _get_fields(records, names_only):
    """Return the fields with a column that the user may read; none where a model reads in its own way."""
    if type(records)._fetch_query is not BaseModel._fetch_query or type(records).fetch is not BaseModel.fetch:
        return ()
    if not records.has_access("read"):
        return ()
    names = ["display_name", *filter(None, [records._rec_name])] if names_only else None
    return [
        field
        for field in records._determine_fields_to_fetch(names)
        if field.column_type and field.type not in SKIPPED and field.name != "id"
    ]


def _select(records, fields):
    query = records.with_context(active_test=False)._search([("id", "in", records.ids)])
    terms = [SQL.identifier(records._table, "id")]
    terms += [records._field_to_sql(records._table, field.name, query) for field in fields]
    return SQL("(%s)", query.select(SQL("json_agg(ROW(%s))", SQL(", ").join(terms))))


def _remember(records, fields, rows):
    columns = zip(*(row.values() for row in rows), strict=True)
    read = records.browse(next(columns))
    for field, values in zip(fields, columns, strict=True):
        convert = CONVERTED.get(field.type)
        if convert:
            values = [value if value is None else convert(value) for value in values]
        field._insert_cache(read, values)
