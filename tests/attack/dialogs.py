"""What a dialog is filled with: records of somebody, and words."""

from itertools import product

TEXT = "Because it rained."
VALUES = {
    "char": TEXT,
    "text": TEXT,
    "html": TEXT,
    "date": "2026-03-02",
    "datetime": "2026-03-02 08:00:00",
    "integer": 1,
    "float": 1.0,
    "monetary": 1.0,
}
SKIPPED = {"id", "create_uid", "create_date", "write_uid", "write_date", "display_name"}


def get_dialog_values(case, model_name, whose, limit=8):
    """Yield values for a dialog about the records of somebody, one for each choice it offers."""
    if model_name == "sales.office.reason":
        yield from _get_reasons(case, whose)
        return
    fields = {
        name: field
        for name, field in case.env[model_name]._fields.items()
        if field.store and not field.related and name not in SKIPPED
    }
    choices = {name: field.get_values(case.env) for name, field in fields.items() if field.type == "selection"}
    values = _get_values(case, fields, whose)
    for _number, chosen in zip(range(limit), product(*choices.values()), strict=False):
        yield {**values, **dict(zip(choices, chosen, strict=True))}


def _get_reasons(case, whose):
    """Yield values for the dialog for reasons, for each thing that a record of somebody asks words for."""
    for name, targets in case.targets.items():
        record = targets[whose][:1]
        for operation in record._get_reasons() if hasattr(record, "_get_reasons") else ():
            yield {"res_model": name, "res_id": record.id, "operation": operation, "text": TEXT}


def _get_values(case, fields, whose):
    values = {}
    for name, field in fields.items():
        records = case.targets.get(field.comodel_name, {}).get(whose) if field.relational else None
        if records and field.type == "many2one":
            values[name] = records.id
        elif records and field.type == "many2many":
            values[name] = [[6, 0, records.ids]]
        elif field.type in VALUES and not field.readonly:
            values[name] = VALUES[field.type]
    return values
