"""Records of several models read in one query.

Odoo reads the records of one model at a time. Here each model is a column of one SELECT that has its rows as JSON,
which is put into Odoo's cache as if Odoo had read it. What does not fit (fields without a column, models that do it
their own way) is left to Odoo, which reads it as soon as it is asked for.
"""

from datetime import date, datetime
from typing import NamedTuple

from odoo.models import BaseModel
from odoo.tools import SQL, Query

from .search.moments import NOW, Moment, fill_in, settle
from .searching import Searcher, execute


def _to_datetime(text):
    seconds, _dot, fraction = text.partition(".")
    return datetime.fromisoformat(seconds).replace(microsecond=int(fraction.ljust(6, "0") or 0))


#: of these JSON says something else than PostgreSQL's driver
SKIPPED = frozenset({"binary", "properties", "properties_definition"})
CONVERTED = {"date": date.fromisoformat, "datetime": _to_datetime, "float": float, "monetary": float}
EMPLOYEE, PUBLIC_EMPLOYEE = "hr.employee", "hr.employee.public"
#: what our settings of a company are read with, see ``res_company.py``
SETTINGS = "sales_office"
#: keys of a context with which a text is read in all languages, or as it is translated
TRANSLATING = frozenset({"check_translations", "edit_translations", "prefetch_langs"})
#: what else makes up a name than Odoo says
NAMED_BY = {"res.partner": ("commercial_company_name", "company_name", "is_company", "parent_id", "type")}


class Columns(NamedTuple):
    """What is read of a model: names of fields, what they are in SQL after the id, and the joins this needs."""

    names: tuple
    terms: SQL
    joins: dict
    #: the SELECT of records that were found already, with a mark for their ids; None where it is another each time
    ready: SQL | None = None


def read_together(groups, *, found=False, referred=(), chosen=None, searcher=None):
    """Read recordsets of several models in one query, each with the rights and rules of its user.

    :param found: by the rules, in this transaction, which need not be asked again
    :param referred: ``[(records, {many2one field: whether more is read than what it is called by})]``: what these
        records refer to is read as well
    :param chosen: ``{(name of a model, environment): names of fields}`` that are read of the groups' records beside
        what they are called by; of others all that Odoo reads together
    :param searcher: one that has made out rules already
    """
    asked, searcher, chosen = [], searcher or Searcher(), chosen or {}
    for records in groups:
        names = chosen.get((records._name, records.env))
        if columns := records and _get_columns(searcher, records, names, found=found):
            source = records.sudo() if found else records
            asked.append((records, columns.names, _select(searcher, source, tuple(records.ids), columns)))
    for records, ids, names in _get_referred(referred):
        if columns := _get_columns(searcher, records, names):
            asked.append((records, columns.names, _select(searcher, records, ids, columns)))
    if not asked:
        return
    [row] = execute(asked[0][0].env, SQL("SELECT %s", SQL(", ").join(select for *_group, select in asked)))
    for (records, names, _select_of), rows in zip(asked, row, strict=True):
        if rows:
            _remember(records, names, rows)


def read_lines(records, *paths):
    """Read what stands below these records in one query: the records of one2many fields, by paths as ``a`` or ``a.b``.

    For who may read all of it: record rules are those of the records' user, and what comes first in a path comes first.
    """
    searcher, asked = Searcher(), []
    for path in paths:
        field, inverse = None, []
        for name in path.split("."):
            field = records.env[field.comodel_name if field else records._name]._fields[name]
            inverse.insert(0, field.inverse_name)
        lines = records.env[field.comodel_name]
        columns = _get_columns(searcher, lines)
        order = [term for term in lines._order.split(",") if term.split()[0] != field.inverse_name]
        query = searcher.search(lines, [(".".join(inverse), "in", records.ids)], ",".join(order))
        query._joins.update(columns.joins)
        rows, query.order = SQL("json_agg(ROW(%s) ORDER BY %s)", columns.terms, query.order), None
        asked.append((field, lines, columns.names, SQL("(%s)", query.select(rows))))
    [found] = records.env.execute_query(SQL("SELECT %s", SQL(", ").join(select for *_field, select in asked)))
    above = {records._name: records}
    for (field, lines, names, _select_of), rows in zip(asked, found, strict=True):
        read = lines.browse([row["f1"] for row in rows or ()])
        if read:
            _remember(read, names, rows)
        by_record = read.grouped(field.inverse_name)
        for record in above[field.model_name]:
            field._insert_cache(record, [by_record.get(record, lines)._ids])
        above[lines._name] = read


def convert_rows(records, rows):
    """Return dicts of columns, as JSON has them, with the values of the fields of a model."""
    return [
        {name: _convert(CONVERTED.get(records._fields[name].type), value) for name, value in row.items()}
        for row in rows
    ]


def _convert(convert, value):
    return value if value is None or not convert else convert(value)


def _get_referred(referred):
    """Return ``[(model, SQL of the ids, what is read beside their names)]`` of what records refer to."""
    found = {}
    for records, refers in referred:
        for field, whole in ((records._fields[name], whole) for name, whole in refers.items()):
            if field.column_type:  # others are found by following them, which Odoo does
                ids = _select_referred(records, field)
                found.setdefault((field.comodel_name, records.env), []).append((ids, whole))
                if field.comodel_name == "res.users":  # called as their contacts are, which Odoo reads as superuser
                    people = SQL("(SELECT partner_id FROM res_users WHERE id IN %s)", ids)
                    found.setdefault(("res.partner", records.sudo().env), []).append((people, whole))
    return [
        (
            _get_readable(env[name]),
            SQL("(%s)", SQL(" UNION ").join(ids for ids, _whole in refers)),
            None if name != EMPLOYEE and any(whole for _ids, whole in refers) else (),
        )
        for (name, env), refers in found.items()
    ]


def _select_referred(records, field):
    """Return SQL of the ids that a many2one field of these records holds."""
    if not field.store or field.company_dependent or records._table_query:
        query = records.sudo()._as_query(ordered=False)
        return query.subselect(records.sudo()._field_to_sql(records._table, field.name, query))
    column, table = SQL.identifier(field.name, to_flush=field), SQL.identifier(records._table)
    return SQL("(SELECT %s FROM %s WHERE id IN %s)", column, table, records._ids)


def _get_readable(model):
    """Return the model, or the one in whose place most users read public employees, as Odoo does."""
    if model._name != EMPLOYEE or model.has_access("read"):
        return model
    model.flush_model(["name"])
    return model.env[PUBLIC_EMPLOYEE]


def _get_columns(searcher, records, chosen=None, *, found=False):
    """Return the :class:`Columns` that the user may read; ``None`` for none, or where a model reads in its own way."""
    kept = type(records)._has_field_access is BaseModel._has_field_access  # others ask which record it is
    kept = kept and TRANSLATING.isdisjoint(records.env.context)
    key = ("columns", records._name, chosen, found, records.env.lang)
    if kept:
        return searcher.remember(records.env, key, lambda: _make_columns(records.browse(), chosen, found))
    return _make_columns(records, chosen, found)


def _make_columns(records, chosen, found):
    names = _list_names(records, chosen)
    if not names:
        return None
    source = records.sudo() if found else records
    query = Query(source.env, source._table, source._table_sql)
    terms = [SQL.identifier(source._table, "id")]
    terms += [source._field_to_sql(source._table, name, query) for name in names]
    columns = Columns(names, SQL(", ").join(terms), query._joins)
    if not found or type(records)._search is not BaseModel._search or records._table_query:
        return columns
    query.add_where(SQL("%s IN %s", SQL.identifier(source._table, "id"), Moment(0, NOW)))
    return columns._replace(ready=settle(records.env, _select_rows(query, columns)))


def _list_names(records, chosen):
    """Return the names of the fields with a column that the user may read."""
    plain = type(records).fetch is BaseModel.fetch or (chosen == () and records._name == EMPLOYEE)
    if not plain or type(records)._fetch_query is not BaseModel._fetch_query or not records.browse().has_access("read"):
        return ()
    fields = _get_whole(records) if chosen is None else _get_named(records, chosen)
    read = (field for field in fields if field.column_type and field.type not in SKIPPED)
    return tuple(field.name for field in read if field.name != "id")


def _get_named(records, chosen):
    names = ["display_name", *filter(None, [records._rec_name]), *NAMED_BY.get(records._name, ()), *chosen]
    return records._determine_fields_to_fetch(names)


def _get_whole(records):
    """Return what Odoo reads when one of the fields is asked for, and a company's settings."""
    settings = [
        field
        for field in records._fields.values()
        if field.prefetch == SETTINGS and records._has_field_access(field, "read")
    ]
    return records._determine_fields_to_fetch() + settings


def _select(searcher, records, ids, columns):
    if columns.ready:
        return fill_in(columns.ready, [ids])
    query = searcher.search_ids(records, ids)
    query._joins.update(columns.joins)
    return _select_rows(query, columns)


def _select_rows(query, columns):
    return SQL("(%s)", query.select(SQL("json_agg(ROW(%s))", columns.terms)))


def _remember(records, names, rows):
    columns = zip(*(row.values() for row in rows), strict=True)
    read = records.browse(next(columns))
    for name, values in zip(names, columns, strict=True):
        field = records._fields[name]
        convert = CONVERTED.get(field.type)
        if convert:
            values = [value if value is None else convert(value) for value in values]
        field._insert_cache(read, values)
    if records._name == PUBLIC_EMPLOYEE:
        read.env[EMPLOYEE].browse(read._ids)._copy_cache_from(read, ["name"])
