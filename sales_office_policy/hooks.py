from odoo.tools import SQL

from .demo.removal import MODULE, remove_demo_office


def post_init_hook(env):
    """Enter where everybody belonged until now, as far as versions of employees and the present tree know."""
    memberships = env["sales.office.membership"]
    memberships._mark_stale()
    memberships._bring_up_to_date()


def uninstall_hook(env):
    """Clear the way for Odoo, which removes records model by model in an order of its own."""
    _untie_tables(env)
    remove_demo_office(env)
    _forget_traces(env)


def _untie_tables(env):
    """Untie the module's own tables from each other: what a rule or a case refers to is protected against deletion.

    All of these tables are dropped in the end.
    """
    tables = tuple(model._table for model in env.values() if model._original_module == MODULE and not model._abstract)
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


def _forget_traces(env):
    """Forget what Odoo would keep about the module's models: foreign keys, and what other add-ons brought to them."""
    env.cr.execute(
        SQL(
            r"""
            DELETE FROM ir_model_constraint
             WHERE module = (SELECT id FROM ir_module_module WHERE name = %(module)s)
               AND NOT EXISTS (SELECT FROM ir_model_data
                                WHERE model = 'ir.model.constraint' AND res_id = ir_model_constraint.id);
            DELETE FROM ir_model_data
             WHERE module != %(module)s AND model IN ('ir.model.inherit', 'ir.model.fields.selection')
               AND (name LIKE 'model\_inherit\_\_sales\_office\_%%' OR name LIKE 'selection\_\_sales\_office\_%%');
            DELETE FROM rating_rating WHERE res_model LIKE 'sales.office.%%'
            """,
            module=MODULE,
        )
    )
