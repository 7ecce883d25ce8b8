"""Records nobody but their own people may see, with a mark in whatever tells something about them."""

import inspect
import re

from odoo.fields import Command
from odoo.tools import SQL

from .catalogue import MATRIX, module_models, public_methods
from .factories.factories import FACTORIES
from .foreign import KEPT, MAKERS, MARK

#: texts that are keys for the software, or what somebody types to find a record
KEYS = KEPT | {"access_token", "evidence", "reference", "state"}
#: Odoo's models that have methods of ours, and whose records belong to somebody
CORE = ("crm.lead", "sale.order")
#: whose names everybody who works here may read
PEOPLE = {"hr_employee": "hr.employee.public", "resource_resource": "hr.employee.public", "res_users": "res.partner"}
#: how a class or a tick makes a record one that even colleagues of the same office do not see
SECRET = {"sales.office.document": {"confidentiality": "secret"}, "sales.office.correspondence": {"confidential": True}}


def build_foreign(case, employees):
    """Return {model's name: records (sudo) about these employees}, each marked and as secret as it gets."""
    floors = {model._name: _last_id(model) for model in _marked_models(case.env)}
    records = build_records(case, employees)
    for model_name in CORE:
        records[model_name] = case.env[model_name].union(*(MAKERS[model_name](case, one) for one in employees))
    for model_name, values in SECRET.items():
        case.env[model_name].search([("id", ">", floors[model_name])]).write(values)
    case.env.flush_all()
    for model in _marked_models(case.env):
        _mark(model, SQL("id > %s", floors[model._name]))
    for named in (employees, employees.resource_id, employees.user_id.partner_id, employees.work_contact_id):
        _mark(named, SQL("id = ANY(%s)", named.ids), ("name", "complete_name"))
    case.env.invalidate_all()
    return records


def build_records(case, employees):
    """Return {model's name: records (sudo) about these employees}."""
    records = {}
    for model_name in MATRIX:  # in its order: the last ones are undone by others
        records[model_name] = case.env[model_name]
        for employee in employees:
            records[model_name] |= FACTORIES[model_name](case, employee)
    return records


def get_told(text):
    """Return the ``(table, id)`` of the marked records that a text tells of."""
    return {(table, int(id_)) for table, id_ in re.findall(rf"{MARK} (\w+) (\d+)", text)}


def may_read(env, table, id_):
    """Return whether the user of ``env`` may read a marked record, which need not exist any more."""
    model_name = PEOPLE.get(table) or next(name for name, model in env.items() if model._table == table)
    return not id_ or env[model_name].browse(id_).has_access("read")


def build_portal_user(case):
    """Return a user of the portal in the sales office's company, whose password is the login."""
    return case.env["res.users"].create(
        {
            "name": "Petra",
            "login": "portal_guest",
            "password": "portal_guest",
            "company_id": case.company.id,
            "company_ids": [Command.set(case.company.ids)],
            "group_ids": [Command.set(case.env.ref("base.group_portal").ids)],
        }
    )


def get_public_methods(records):
    """Return the methods of ours that can be called on records over RPC, as pairs of name and function."""
    model = type(records)
    return sorted({name: getattr(model, name) for _base, name, _function, _kind in public_methods(model)}.items())


def get_required(function):
    """Return the names of the arguments that nobody can leave out."""
    parameters = list(inspect.signature(function).parameters.values())[1:]
    return [
        p.name for p in parameters if p.default is p.empty and p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)
    ]


def _marked_models(env):
    return [model for model in (*module_models(env), *(env[name] for name in ("res.partner", *CORE))) if model._auto]


def _last_id(model):
    return model.sudo().with_context(active_test=False).search([], order="id desc", limit=1).id or 0


def _mark(model, where, names=None):
    """Put the mark before what texts of these rows say, past whatever the ORM would refuse."""
    columns = [
        field
        for name, field in model._fields.items()
        if field.store and field.type in ("char", "text", "html") and not field.company_dependent
        if (name in names if names else name not in KEYS)
    ]
    if columns:
        changes = [SQL("%s = %s", SQL.identifier(field.name), _get_marked(field, model._table)) for field in columns]
        model.env.cr.execute(
            SQL("UPDATE %s SET %s WHERE %s", SQL.identifier(model._table), SQL(", ").join(changes), where)
        )


def _get_marked(field, table):
    """Return the text with the mark and with whose it is, its table and id, in front."""
    text, mark = SQL.identifier(field.name), f"{MARK} {table} "
    if field.translate:
        return SQL("jsonb_build_object('en_US', %s || id || ' ' || COALESCE(%s ->> 'en_US', ''))", mark, text)
    return SQL("%s || id || ' ' || COALESCE(%s, '')", mark, text)
