from odoo.tools import SQL


def lock_rows(records):
    """Wait for whoever is changing these records just now.

    If he changed them, PostgreSQL refuses and the request is run again by Odoo, which then
    sees what he left.
    """
    if not records:
        return
    records.flush_recordset()
    records.env.execute_query(
        SQL(
            "SELECT id FROM %s WHERE id IN %s ORDER BY id FOR NO KEY UPDATE",
            SQL.identifier(records._table),
            tuple(records.ids),
        )
    )
