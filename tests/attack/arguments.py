"""What public methods are called with: what fits their annotations, and what does not."""

import inspect
from datetime import date, datetime
from itertools import product

from odoo.addons.sales_office_policy.models.organization.rpc.argument_types import (
    Choice,
    File,
    Record,
    Records,
    Reference,
)

#: what no method of ours expects; each is what a script, a fuzzer or a broken client sends
ODD_VALUES = (
    None,
    True,
    -1,
    0,
    2**31,
    2**63,
    1e308,
    float("nan"),
    float("inf"),
    "",
    "abc",
    "1",
    "a\0b",
    "\ud800",
    "x" * 100_000,
    "2026-02-30",
    "0001-01-01",
    "9999-12-31",
    [],
    {},
    [[]],
    [True],
    ["1"],
    [2**40],
    {"a": 1},
    {"1": "x"},
)
#: what is no list of ids of records that exist
ODD_IDS = ("abc", [True], ["1"], [1.5], [[1]], [None], [0], [-1], [2**31], [2**63], {"a": 1}, [2**31 - 1])
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
#: what a client can put beside its arguments
FORGED_CONTEXTS = (
    {"active_test": False},
    {"active_test": "x"},
    {"lang": "xx_XX"},
    {"tz": "Mars/Base"},
    {"tz": 5},
    {"uid": 1, "su": True, "sudo": True, "is_admin": True, "force_write": True},
    {"default_state": "approved", "default_company_id": 1, "default_employee_id": 1, "default_user_id": 1},
    {"default_name": 5, "default_date": "never", "default_line_ids": "x"},
    {"active_model": "res.users", "active_id": 1, "active_ids": [1]},
    {"active_model": "no.model", "active_id": "x", "active_ids": "x"},
    {"install_mode": True, "import_file": True, "module": "sales_office_policy", "tracking_disable": True},
    {"mail_notrack": True, "mail_create_nosubscribe": True, "bin_size": True, "prefetch_fields": False},
    {"allowed_company_ids": "foreign"},
)


def get_parameters(method):
    """Return the parameters of a public method by name, without ``self``."""
    return dict(list(inspect.signature(method).parameters.items())[1:])


def get_fitting(case, method, target, limit=12):
    """Yield keyword arguments that fit the method, with records that belong to ``target`` and to others."""
    choices = {
        name: list(_get_values(case, name, parameter.annotation, target))
        for name, parameter in get_parameters(method).items()
    }
    combinations = product(*choices.values())
    for _number, values in zip(range(limit), combinations, strict=False):
        yield dict(zip(choices, values, strict=True))


def _get_values(case, name, annotation, target):
    """Return values for one parameter; the first is what somebody honest would send."""
    match annotation:
        case Choice(field=field, model=model):
            return case.env[model or target._name]._fields[field].get_values(case.env)
        case Record(model=model):
            return [record.id for record in case.get_named(model)]
        case Records(model=model):
            return [[record.id] for record in case.get_named(model)]
        case Reference():
            return [f"{record._name},{record.id}" for record in case.get_named("sale.order")]
        case File():
            return [PIXEL]
    if inspect.isclass(annotation):
        return _get_simple(name, annotation)
    return [{str(employee.id): 100} for employee in case.get_named("hr.employee")]


def _get_simple(name, kind):
    if kind is date:
        return ["2026-03-31" if name.endswith("to") else "2026-03-01" if name.endswith("from") else "2099-03-02"]
    if kind is datetime:
        return ["2026-03-02 08:00:00", "2099-03-02 08:00:00"]
    return {str: ["Because it rained."], bool: [True, False], int: [1], float: [1.0, -1.0]}[kind]
