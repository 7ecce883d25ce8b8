"""Domains that people type in, read without running anything.

They are evaluated as superuser: by the settlement, which sees all books, or about a lead whoever moves it. So they are
made of fixed values only, and look at nothing but stored fields, open to everybody, of the models that sales are made
of: not at salaries, passwords or notes, whose contents the result would give away.
"""

import ast

from psycopg2 import Error

from odoo.fields import Domain
from odoo.tools import mute_logger

#: what conditions may look at
MODELS = frozenset(
    {
        "account.account", "account.journal", "account.move", "account.move.line", "account.payment.term",
        "crm.lead", "crm.tag", "crm.team", "product.category", "product.pricelist", "product.product", "product.tag",
        "product.template", "res.company", "res.country", "res.country.group", "res.country.state", "res.currency",
        "res.partner", "res.partner.category", "res.partner.industry", "sale.order", "sale.order.line", "uom.uom",
        "utm.campaign", "utm.medium", "utm.source",
    }
)  # fmt: skip
OPERATORS = frozenset(
    {
        "=", "!=", "<", "<=", ">", ">=", "in", "not in", "like", "not like", "ilike", "not ilike", "=like",
        "=ilike", "child_of", "parent_of", "any", "not any",
    }
)  # fmt: skip


def parse(text):
    """Return the :class:`~odoo.fields.Domain` written in ``text``, all records if it is empty.

    :raises ValueError: it is not a domain of fixed values
    """
    try:
        return Domain(ast.literal_eval(text or "[]"))
    except (SyntaxError, TypeError, ValueError, RecursionError, MemoryError) as error:
        raise ValueError(str(error)) from error


def split(domain):
    """Return the domains all of which a record has to be in, each as small as can be."""
    return domain.children if getattr(domain, "OPERATOR", None) == "&" else (domain,)


def check(model, domain):
    """Refuse a domain that looks where it may not, or that the database does not understand.

    :raises ValueError: says what is wrong
    """
    _check_conditions(model, domain)
    try:
        with mute_logger("odoo.sql_db"), model.env.cr.savepoint():
            model.sudo().search(domain, limit=1)  # sudo: as it will be run; nothing is shown
    except (Error, TypeError, ValueError) as error:
        raise ValueError(str(error).strip().splitlines()[0]) from error


def _check_conditions(model, domain):
    for condition in domain.iter_conditions():
        if condition.operator not in OPERATORS:
            raise ValueError(condition.operator)
        reached = _check_path(model, condition.field_expr)
        if condition.operator in ("any", "not any"):
            _check_conditions(reached, Domain(condition.value))


def _check_path(model, path):
    """Return the model that the path leads to, an empty one at the end of plain fields."""
    for name in path.split("."):
        field = model._fields.get(name)
        stored = field and (field.store or field.inherited)
        if not stored or field.groups or model._name not in MODELS:
            raise ValueError(path)
        model = model.env.get(field.comodel_name) if field.relational else model.browse()
    return model
