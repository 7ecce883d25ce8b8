"""Taking the demo office away, with everything that was made in it and nothing else."""

import logging
from collections import defaultdict

from odoo.fields import Command
from odoo.tools import SQL

MODULE = "sales_office_policy"
NAMED = r"demo\_%"  # the external ids of the demo data
LOG_COLUMNS = {"create_uid", "create_date", "write_uid", "write_date"}
_logger = logging.getLogger(__name__)


def remove_demo_office(env):
    """Delete the demo company with its people, customers and books.

    Somebody may have gone on working in it: their records keep it, but nobody signs in as one of its people any more.
    """
    company = env.ref(f"{MODULE}.demo_company", raise_if_not_found=False)
    if not company:
        return
    env.flush_all()
    removal = DemoRemoval(env, company)
    removal.collect()
    if removal.kept_by:
        _logger.info("The demo office stays, without its users, because of %s", dict(removal.kept_by))
        removal.retire()
    else:
        guests = env["res.users"].with_context(active_test=False).search([("company_ids", "in", company.id)])
        removal.delete()
        env.invalidate_all()
        _leave_one_company(guests.exists())
    env.invalidate_all()
    env.registry.clear_all_caches()


def _leave_one_company(guests):
    """Take from guests who have one company again what Odoo gave them when the demo company was their second."""
    group = guests.env.ref("base.group_multi_company")
    guests.filtered(lambda user: len(user.company_ids) <= 1).write({"group_ids": [Command.unlink(group.id)]})


class DemoRemoval:
    """What goes with the demo company (``doomed``) and what keeps it (``kept_by``): {table: ids}.

    In SQL, since Odoo lets nobody delete what is posted, confirmed or decided. What was made with the company, in one
    transaction, or later by one of its users, is the demo's; what has no author is as well. The rest keeps it.
    """

    def __init__(self, env, company):
        self.env, self.company_id = env, company.id
        self.doomed, self.kept_by, self.links = defaultdict(set), defaultdict(set), defaultdict(set)
        self.waiting = []
        models = [model for model in env.values() if model._auto and not model._abstract]
        self.models = {model._table: model for model in models}
        self.ours = {model._table for model in models if model._original_module == MODULE}
        self.columns = self._get_columns()
        self.keys = self._get_foreign_keys()
        self.named = self._get_named()
        self.user_ids = self.named["res_users"]
        ((self.made_at,),) = env.execute_query(SQL("SELECT create_date FROM res_company WHERE id = %s", company.id))

    # what there is

    def _get_columns(self):
        """Return {table: names of its columns}."""
        query = "SELECT table_name, array_agg(column_name::text) FROM information_schema.columns \
            WHERE table_schema = current_schema() GROUP BY 1"
        return {table: set(names) for table, names in self.env.execute_query(SQL(query))}

    def _get_foreign_keys(self):
        """Return (table, column, table it refers to, what a deletion does) of the database's foreign keys."""
        query = SQL(
            """
            SELECT source.relname, attribute.attname, target.relname, constraint_.confdeltype
              FROM pg_constraint constraint_
              JOIN pg_class source ON source.oid = constraint_.conrelid
              JOIN pg_class target ON target.oid = constraint_.confrelid
              JOIN pg_attribute attribute
                ON attribute.attrelid = constraint_.conrelid AND attribute.attnum = constraint_.conkey[1]
             WHERE constraint_.contype = 'f' AND constraint_.connamespace = current_schema()::regnamespace
            """
        )
        return self.env.execute_query(query)

    def _get_named(self):
        """Return {table: ids} of the records that the demo data names."""
        named = defaultdict(set)
        query = "SELECT model, res_id FROM ir_model_data WHERE module = %s AND name LIKE %s"
        for model, res_id in self.env.execute_query(SQL(query, MODULE, NAMED)):
            named[self.env[model]._table].add(res_id)
        return named

    def _get_pointers(self):
        """Return (table, column of a model's name, column of a record's id) of what points at records of any model."""
        return {
            (model._table, model._fields[field.model_field].name, field.name)
            for model in self.models.values()
            for field in model._fields.values()
            if field.type == "many2one_reference" and field.store and model._fields[field.model_field].store
        }

    def _has_chatter(self, table):
        return table in self.models and "message_ids" in self.models[table]._fields

    # what goes

    def collect(self):
        """Find what goes with the company."""
        self._move_guests_home()
        for table, ids in self.named.items():
            self._doom(table, ids)
        # of a sign-in nothing is written down but whose it was
        self._doom("res_users_log", self._select("res_users_log", "create_uid", self.user_ids))
        for table, column, target, _action in self.keys:
            if target == "res_company" and column == "company_id" and "id" in self.columns[table]:
                self._doom(table, self._select(table, column, {self.company_id}))
        self._doom_shared()
        for table, ids in self.doomed.items():
            if self._has_chatter(table) and table not in self.ours:
                self._keep_by(table, ids)
        pointers = self._get_pointers()
        while self.waiting:
            table, ids = self.waiting.pop()
            self._follow_references(table, ids)
            self._follow_referred(table, ids)
            self._follow_pointers(table, ids, pointers)

    def _move_guests_home(self):
        """Let users of other companies, such as the administrator, begin in one of those."""
        self.env.cr.execute(
            SQL(
                """
                UPDATE res_users
                   SET company_id = home.id
                  FROM (SELECT user_id, min(cid) AS id FROM res_company_users_rel
                         WHERE cid != %(company)s GROUP BY user_id) home
                 WHERE home.user_id = res_users.id AND company_id = %(company)s AND res_users.id != ALL(%(users)s)
                """,
                company=self.company_id,
                users=list(self.user_ids),
            )
        )

    def _doom_shared(self):
        """What can belong to several companies, such as accounts, goes when it belongs to this one alone."""
        for table, model in self.models.items():
            field = model._fields.get("company_ids")
            if table != "res_users" and field and field.store and field.type == "many2many":
                query = SQL(
                    "SELECT %(own)s FROM %(relation)s GROUP BY 1 HAVING array_agg(%(company)s) = ARRAY[%(id)s]",
                    own=SQL.identifier(field.column1),
                    company=SQL.identifier(field.column2),
                    relation=SQL.identifier(field.relation),
                    id=self.company_id,
                )
                self._doom(table, self._get_ids(query))

    def _doom(self, table, ids):
        new = ids - self.doomed[table]
        if new:
            self.doomed[table] |= new
            self.waiting.append((table, new))

    def _keep_by(self, table, ids):
        real = ids - self._made_by_demo(table, ids)
        if real:
            self.kept_by[table] |= real

    def _follow_references(self, table, ids):
        """What refers to doomed rows goes where it cannot stay without them, and where it was made with the company."""
        for source, column, target, action in self.keys:
            if target != table or column in LOG_COLUMNS:
                continue
            if "id" not in self.columns[source]:
                self.links[source, column] |= ids
                continue
            found = self._select(source, column, ids) - self.doomed[source]
            if action == "c" or source in self.ours:
                self._doom(source, found)
            elif action in ("r", "a"):
                self._keep_by(source, found)
                self._doom(source, self._made_by_demo(source, found))
            else:
                found = self._made_by_demo(source, found, with_company=True)
                self._doom(source, found - self._named_by_others(source, found))

    def _follow_referred(self, table, ids):
        """What doomed rows refer to goes when it was made with the company and is nobody else's, such as addresses."""
        query = "SELECT DISTINCT target.id FROM %s target JOIN %s source ON source.%s = target.id \
            WHERE source.id = ANY(%s) AND target.create_date = %s"
        for source, column, target, _action in self.keys:
            if source == table and column not in LOG_COLUMNS and "create_date" in self.columns[target]:
                names = map(SQL.identifier, (target, source, column))
                found = self._get_ids(SQL(query, *names, list(ids), self.made_at))
                self._doom(target, found - self._named_by_others(target, found))

    def _follow_pointers(self, table, ids, pointers):
        """Messages, followers, files and the like go with what they are about."""
        model = self.models.get(table)
        for source, *columns in pointers if model is not None else ():
            names = [SQL.identifier(name) for name in (source, *columns)]
            query = "SELECT id FROM %s WHERE %s = %s AND %s = ANY(%s)"
            found = self._get_ids(SQL(query, names[0], names[1], model._name, names[2], list(ids)))
            self._doom(source, self._made_by_demo(source, found) if self._has_chatter(source) else found)

    def _get_ids(self, query):
        return {row[0] for row in self.env.execute_query(query)}

    def _select(self, table, column, ids):
        """Return the ids of the rows that refer to one of ``ids``."""
        names = SQL.identifier(table), SQL.identifier(column)
        return self._get_ids(SQL("SELECT id FROM %s WHERE %s = ANY(%s)", *names, list(ids)))

    def _made_by_demo(self, table, ids, with_company=False):
        """Return those that the demo made; with_company: when its company was made, rather than at any time."""
        if not ids or LOG_COLUMNS - self.columns[table]:
            return set() if with_company else ids
        users = [] if with_company else list(self.user_ids)
        query = "SELECT id FROM %s WHERE id = ANY(%s) AND (create_date = %s OR create_uid = ANY(%s))"
        return self._get_ids(SQL(query, SQL.identifier(table), list(ids), self.made_at, users))

    def _named_by_others(self, table, ids):
        """Return those that an add-on names as its own."""
        model = self.models.get(table)
        if model is None or not ids:
            return ids
        query = "SELECT res_id FROM ir_model_data WHERE model = %s AND res_id = ANY(%s) \
            AND NOT (module = %s AND name LIKE %s)"
        return self._get_ids(SQL(query, model._name, list(ids), MODULE, NAMED))

    # what is done

    def delete(self):
        """Delete everything in one statement: foreign keys are asked at its end, whatever the order and the circles."""
        sequences = self.env["ir.sequence"].browse(self.doomed.pop("ir_sequence", ()))
        files = self.env.execute_query(
            SQL("SELECT store_fname FROM ir_attachment WHERE id = ANY(%s)", list(self.doomed["ir_attachment"]))
        )
        targets = [(table, "id", ids) for table, ids in self.doomed.items()]
        targets += [(table, column, ids) for (table, column), ids in self.links.items()]
        deletions = []
        for number, (table, column, ids) in enumerate(targets):
            names = map(SQL.identifier, (f"_{number}", table, column))
            deletions.append(SQL("%s AS (DELETE FROM %s WHERE %s = ANY(%s))", *names, list(ids)))
        self.env.cr.execute(SQL("WITH %s SELECT", SQL(", ").join(deletions)))
        sequences.unlink()
        for (file,) in files:
            if file:
                self.env["ir.attachment"]._mark_for_gc(file)

    def retire(self):
        """Leave everything to who goes on with it, but nobody to sign in with a password that everybody knows."""
        self.env.cr.execute(
            SQL("UPDATE res_users SET active = FALSE, password = NULL WHERE id = ANY(%s)", list(self.user_ids))
        )
        self.env.cr.execute(SQL("DELETE FROM ir_model_data WHERE module = %s AND name LIKE %s", MODULE, NAMED))
