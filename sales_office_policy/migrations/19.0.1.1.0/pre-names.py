"""Fields and states with the words of the trade: what they hold stays."""

FIELDS = {
    "sales.office.statement": {
        "carried_in": "brought_forward",
        "carried_out": "carried_forward",
        "balance_in": "balance_brought_forward",
        "balance_out": "balance_carried_forward",
    },
    "sales.office.violation": {"statement": "response"},
}
VALUES = (
    ("sales_office_statement_line", "kind", "carry", "brought_forward"),
    ("sales_office_instruction", "state", "acting", "in_progress"),
)


def migrate(cr, version):
    for model, names in FIELDS.items():
        for old, new in names.items():
            _rename_field(cr, model, old, new)
    for table, column, old, new in VALUES:
        cr.execute(f"UPDATE {table} SET {column} = %s WHERE {column} = %s", [new, old])


def _rename_field(cr, model, old, new):
    table = model.replace(".", "_")
    cr.execute(f"ALTER TABLE {table} RENAME COLUMN {old} TO {new}")
    # what refers to the field, such as exports and the trace of changes, goes on doing so
    cr.execute("UPDATE ir_model_fields SET name = %s WHERE model = %s AND name = %s", [new, model, old])
    cr.execute(
        "UPDATE ir_model_data SET name = %s WHERE module = 'sales_office_policy' AND name = %s",
        [f"field_{table}__{new}", f"field_{table}__{old}"],
    )
