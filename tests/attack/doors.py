"""Odoo's own doors to a record: reading, grouping, copying, exporting, writing, and forms that are not saved."""


def get_core_calls(case, record):
    """Yield ``(model's name, method, arguments)`` that ask for, or change, a record that is somebody else's."""
    for name, args in _get_calls(case, record):
        if hasattr(record, name):
            yield record._name, name, args
    yield from _get_forms(case, record)


def _get_calls(case, record):
    ids, domain = record.ids, [("id", "in", record.ids)]
    yield "read", [ids]
    yield "web_read", [ids, {"display_name": {}}]
    yield "search_read", [domain]
    yield "web_search_read", [domain, {"display_name": {}}]
    yield "name_search", ["", domain]
    yield "formatted_read_group", [domain, ["create_uid"], ["__count"]]
    yield "export_data", [ids, ["id", "display_name"]]
    yield "get_metadata", [ids]
    yield "copy", [ids]
    yield "copy_data", [ids]
    yield "write", [ids, _get_change(record)]
    yield "unlink", [ids]
    yield "message_subscribe", [ids, case.user.partner_id.ids]


def _get_change(record):
    names = (name for name, field in record._fields.items() if field.store and field.type in ("char", "text"))
    return {next(names, "active"): "Changed"}


def _get_forms(case, record):
    """Yield forms of every model of ours that is given the record before anything is saved."""
    for model_name in case.targets:
        for name, field in case.env[model_name]._fields.items():
            if field.type == "many2one" and field.comodel_name == record._name:
                values = {name: record.id}
                yield model_name, "onchange", [[], values, [name], {name: {"fields": {"display_name": {}}}}]
