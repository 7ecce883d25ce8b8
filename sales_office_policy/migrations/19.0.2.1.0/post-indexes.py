"""Indexes of days and findings that no search needs: keeping one takes up to a tenth of what a row takes."""

from odoo.tools import SQL

COLUMNS = {
    "sales_office_day": ("employee_id", "company_id", "status", "excused"),
    "sales_office_finding": ("check_id", "company_id", "state"),
}


def migrate(cr, version):
    for table, columns in COLUMNS.items():
        for column in columns:
            cr.execute(SQL("DROP INDEX IF EXISTS %s", SQL.identifier(f"{table}__{column}_index")))
