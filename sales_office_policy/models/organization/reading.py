"""Records of several models read in one query.

Odoo reads the records of one model at a time. Here each model is a column of one SELECT that has its rows as JSON,
which is put into Odoo's cache as if Odoo had read it. What does not fit (fields without a column, models that do it
their own way) is left to Odoo, which reads it as soon as it is asked for.
"""

from datetime import date, datetime

from odoo.fields import Domain
from odoo.models import BaseModel
from odoo.tools import SQL


def _to_datetime(text):
    seconds, _dot, fraction = text.partition(".")
    return datetime.fromisoformat(seconds).replace(microsecond=int(fraction.ljust(6, "0") or 0))


#: of these JSON says something else than PostgreSQL's driver
SKIPPED = frozenset({"binary", "properties", "properties_definition", "json"})
CONVERTED = {"date": date.fromisoformat, "datetime": _to_datetime, "float": float, "monetary": float}
EMPLOYEE, PUBLIC_EMPLOYEE = "hr.employee", "hr.employee.public"
#: what our settings of a company are read with, see ``res_company.py``
SETTINGS = "sales_office"
#: what else makes up a name than Odoo says
NAMED_BY = {"res.partner": ("commercial_company_name", "company_name", "is_company", "parent_id", "type")}


def read_together(groups, *, found=False, referred=()):
    """Read recordsets of several models in one query, each with the rights and rules of its user.

    :param found: by the rules, in this transaction, which need not be asked again
    :param referred: ``[(records, {many2one field: whether more is read than what it is called by})]``: what these
        records refer to is read as well
    """
    asked = []
    for records in groups:
        fields = _get_fields(records) if records else ()
        if fields:
            asked.append((records, fields, _select(records.sudo() if found else records, records.ids, fields)))
    for records, ids, names_only in _get_referred(referred):
        fields = _get_fields(records, names_only)
        if fields:
            asked.append((records, fields, _select(records, ids, fields)))
    if not asked:
        return
    [row] = asked[0][0].env.execute_query(SQL("SELECT %s", SQL(", ").join(select for *_group, select in asked)))
    for (records, fields, _select_of), rows in zip(asked, row, strict=True):
        if rows:
            _remember(records, fields, rows)


def _get_referred(referred):
    """Return ``[(model, SQL of the ids, whether only to be named)]`` of what records refer to."""
    found = {}
    for records, refers in referred:
        for field, whole in ((records._fields[name], whole) for name, whole in refers.items()):
            if field.column_type:  # others are found by following them, which Odoo does
                query = records.sudo()._as_query(ordered=False)
                ids = query.subselect(records.sudo()._field_to_sql(records._table, field.name, query))
                found.setdefault((field.comodel_name, records.env), []).append((ids, whole))
                if field.comodel_name == "res.users":  # called as their contacts are, which Odoo reads as superuser
                    people = SQL("(SELECT partner_id FROM res_users WHERE id IN %s)", ids)
                    found.setdefault(("res.partner", records.sudo().env), []).append((people, whole))
    return [
        (
            _get_readable(env[name]),
            SQL("(%s)", SQL(" UNION ").join(ids for ids, _whole in refers)),
            name == EMPLOYEE or not any(whole for _ids, whole in refers),
        )
        for (name, env), refers in found.items()
    ]


def _get_readable(model):
    """Return the model, or the one in whose place most users read public employees, as Odoo does."""
    if model._name != EMPLOYEE or model.has_access("read"):
        return model
    model.flush_model(["name"])
    return model.env[PUBLIC_EMPLOYEE]


def _get_fields(records, names_only=False):
    """Return the fields with a column that the user may read; none where a model reads in its own way."""
    plain = type(records).fetch is BaseModel.fetch or (names_only and records._name == EMPLOYEE)
    if not plain or type(records)._fetch_query is not BaseModel._fetch_query or not records.browse().has_access("read"):
        return ()
    fields = _get_named(records) if names_only else _get_whole(records)
    return [field for field in fields if field.column_type and field.type not in SKIPPED and field.name != "id"]


def _get_named(records):
    names = ["display_name", *filter(None, [records._rec_name]), *NAMED_BY.get(records._name, ())]
    return records._determine_fields_to_fetch(names)


def _get_whole(records):
    """Return what Odoo reads when one of the fields is asked for, and a company's settings."""
    settings = [
        field
        for field in records._fields.values()
        if field.prefetch == SETTINGS and records._has_field_access(field, "read")
    ]
    return records._determine_fields_to_fetch() + settings


def _select(records, ids, fields):
    query = records.with_context(active_test=False)._search(Domain("id", "in", ids))
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
    if records._name == PUBLIC_EMPLOYEE:
        read.env[EMPLOYEE].browse(read._ids)._copy_cache_from(read, ["name"])
