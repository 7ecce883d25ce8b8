"""*Due* is a day or a time by which something is to be done, and nothing else: what is open has names of its own."""

from odoo.tools import SQL

FIELDS = (
    ("sales_office_statement_line", "due_amount", "open_amount"),
    ("sales_office_message", "due_at", "send_at"),
)
OLD, NEW = "sales.office.due", "sales.office.unassigned.payout"
#: XML ids, or what they begin with where that ends in an underscore, and what they are called since
XML_IDS = (
    ("model_sales_office_due", "model_sales_office_unassigned_payout"),
    ("field_sales_office_due__", "field_sales_office_unassigned_payout__"),
    ("selection__sales_office_due__", "selection__sales_office_unassigned_payout__"),
    ("sales_office_due_action", "sales_office_unassigned_payout_action"),
    ("sales_office_due_view_", "sales_office_unassigned_payout_view_"),
    ("menu_due", "menu_unassigned_payout"),
    ("access_due_", "access_unassigned_payout_"),
    ("rule_due_", "rule_unassigned_payout_"),
)


def migrate(cr, version):
    for table, old, new in FIELDS:
        _rename_field(cr, table, old, new)
    _rename_model(cr)


def _rename_field(cr, table, old, new):
    cr.execute("SELECT 1 FROM information_schema.columns WHERE table_name = %s AND column_name = %s", [table, old])
    if not cr.fetchone():  # from a version that did not have it yet
        return
    names = [SQL.identifier(name) for name in (table, old, new)]
    cr.execute(SQL("ALTER TABLE %s RENAME COLUMN %s TO %s", *names))
    # what refers to the field, such as exports, goes on doing so
    model = table.replace("_", ".")
    cr.execute("UPDATE ir_model_fields SET name = %s WHERE model = %s AND name = %s", [new, model, old])
    _rename_xml_ids(cr, f"field_{table}__{old}", f"field_{table}__{new}")


def _rename_model(cr):
    """Keep the rows that speak of the model; it has no table of its own, being read from what is open."""
    cr.execute("UPDATE ir_model SET model = %s WHERE model = %s", [NEW, OLD])
    for table, column in (
        ("ir_model_fields", "model"),
        ("ir_model_fields", "relation"),
        ("ir_act_window", "res_model"),
        ("ir_ui_view", "model"),
        ("ir_filters", "model_id"),
        ("ir_exports", "resource"),
    ):
        place = SQL.identifier(column)
        cr.execute(SQL("UPDATE %s SET %s = %s WHERE %s = %s", SQL.identifier(table), place, NEW, place, OLD))
    for old, new in XML_IDS:
        _rename_xml_ids(cr, old, new)


def _rename_xml_ids(cr, old, new):
    cr.execute(
        """
        UPDATE ir_model_data SET name = %(new)s || substr(name, %(length)s + 1)
         WHERE module = 'sales_office_policy'
           AND CASE WHEN right(%(old)s, 1) = '_' THEN left(name, %(length)s) ELSE name END = %(old)s
        """,
        {"new": new, "old": old, "length": len(old)},
    )
