from odoo.tools import SQL


def lock_rows(records):
    """Wait for whoever is changing these records just now.

    If they changed them, PostgreSQL refuses and the request is run again by Odoo, which then
    sees what they left.
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


def claim_rows(records):
    """Wait for whoever is changing these records, or what hangs on them, just now, and be run again by Odoo.

    To lock the rows would let the second go on with what they saw before they waited, where the first changes other
    rows only. So the rows are written, with what they have.
    """
    if not records:
        return
    records.flush_recordset()
    table = SQL.identifier(records._table)
    records.env.cr.execute(SQL("UPDATE %s SET write_date = write_date WHERE id IN %s", table, tuple(records.ids)))
