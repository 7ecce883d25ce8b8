"""Finds what a request leaves behind about somebody who must not show in it.

Looks into every table, whichever module it belongs to: columns that point to users, contacts and employees, and
all texts. What a model is, who may read it and how plays no part.
"""

from odoo.tools import SQL

from .json_rpc import JsonRpcCase


class TracesCase(JsonRpcCase):
    #: tables that say so by design when a user works at all, and say nothing else
    ALWAYS = {"bus_presence", "mail_presence", "res_users_log", "res_device_log"}

    def find_traces(self, employee):
        """Return ``{(table, column, row)}`` of everything in the database that names the employee or their user."""
        self.env.cr.flush()  # what waits for the end of the request as well
        user = employee.user_id
        ids = {"res_users": user.id, "res_partner": user.partner_id.id, "hr_employee": employee.id}
        words = [word for word in {user.name, user.login, user.email} if word]
        found = set()
        for table, columns in self._get_columns().items():
            if table in self.ALWAYS:
                continue
            for column, kind, target in columns:
                if target in ids:
                    condition = SQL("%s = %s", SQL.identifier(column), ids[target])
                elif kind in ("text", "character varying", "jsonb"):
                    text = SQL("%s::text", SQL.identifier(column))
                    condition = SQL(" OR ").join(SQL("%s ILIKE %s", text, f"%{word}%") for word in words)
                else:
                    continue
                query = SQL("SELECT ctid::text FROM %s WHERE %s", SQL.identifier(table), condition)
                found |= {(table, column, self._get_row(table, row)) for (row,) in self.env.execute_query(query)}
        return found

    def _get_row(self, table, ctid):
        """Return the id of the row: a change moves the row itself."""
        if any(column == "id" for column, _kind, _target in self._get_columns()[table]):
            query = SQL("SELECT id FROM %s WHERE ctid = %s::tid", SQL.identifier(table), ctid)
            return self.env.execute_query(query)[0][0]
        return ctid

    def _get_columns(self):
        """Return ``{table: [(column, type, table it points to)]}`` of the database."""
        if not hasattr(self, "_columns"):
            rows = self.env.execute_query(
                SQL(
                    """
                    SELECT tables.relname, col.attname, format_type(col.atttypid, NULL), target.relname
                      FROM pg_class tables
                      JOIN pg_namespace space ON space.oid = tables.relnamespace AND space.nspname = current_schema
                      JOIN pg_attribute col ON col.attrelid = tables.oid AND col.attnum > 0 AND NOT col.attisdropped
                 LEFT JOIN pg_constraint fk ON fk.conrelid = tables.oid AND fk.contype = 'f'
                       AND fk.conkey = ARRAY[col.attnum]
                 LEFT JOIN pg_class target ON target.oid = fk.confrelid
                     WHERE tables.relkind = 'r'
                    """
                )
            )
            self._columns = {}
            for table, *column in rows:
                self._columns.setdefault(table, []).append(tuple(column))
        return self._columns

    def count_rows(self, *tables):
        """Return ``{table: number of rows}``: whoever is told something has a row there, whatever it says."""
        self.env.cr.flush()  # what waits for the end of the request as well
        return {
            table: self.env.execute_query(SQL("SELECT count(*) FROM %s", SQL.identifier(table)))[0][0]
            for table in tables
        }
