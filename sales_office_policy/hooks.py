from odoo.tools import SQL


def uninstall_hook(env):
    """Untie the module's own tables from each other.

    Odoo removes records model by model in an order of its own, and what a rule or a case
    refers to is protected against deletion. All of these tables are dropped in the end.
    """
    tables = tuple(
        model._table
        for model in env.values()
        if model._original_module == "sales_office_policy" and not model._abstract
    )
    constraints = env.execute_query(
        SQL(
            """
            SELECT source.relname, constraint_.conname
              FROM pg_constraint constraint_
              JOIN pg_class source ON source.oid = constraint_.conrelid
              JOIN pg_class target ON target.oid = constraint_.confrelid
             WHERE constraint_.contype = 'f' AND source.relname IN %(tables)s AND target.relname IN %(tables)s
            """,
            tables=tables,
        )
    )
    for table, constraint in constraints:
        env.cr.execute(SQL("ALTER TABLE %s DROP CONSTRAINT %s", SQL.identifier(table), SQL.identifier(constraint)))
