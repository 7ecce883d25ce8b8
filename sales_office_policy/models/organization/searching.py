"""Many searches of the same models: what their record rules come to is made out once, and used by all of them.

What a domain or a rule comes to as SQL is remembered from call to call where it follows from nothing but the user,
their posts and whom they lead and work with: no record decides, and the clock only by a day or time that a column is
compared with, as for nearly all that is asked.
"""

from functools import partial

from odoo.fields import Domain
from odoo.models import BaseModel
from odoo.tools import SQL, Query

from .search.following import follows, get_parts, has_lasting_search, is_plain, keep_needed, read_parts
from .search.moments import Unfit, fill_in, put_marks, settle, take_out

#: so much is remembered for a user
REMEMBERED = 1000
#: so long a domain is remembered; a longer one has the numbers of many records, which are others the next time
LONGEST = 3000
#: what the SQL of these is follows from other records, but for companies, after which everything is forgotten
SEARCHING = frozenset({"child_of", "parent_of"})
AMONG = frozenset({"in", "not in"})
NUMBERS = frozenset({"integer", "float", "monetary"})
UNKNOWN = object()


def lasting(search):
    """Mark the search method of a field that asks the user and whom they lead and work with, no record and no clock.

    Of a model, mark the one that finds what Odoo's own does, and the one that orders by columns as Odoo's own does.
    """
    search.is_lasting = True
    return search


def execute(env, query):
    """Do as ``env.execute_query`` does, without looking at each of many fields where nothing waits to be written."""
    transaction = env.transaction
    if any(transaction.tocompute.values()) or any(transaction.field_dirty.values()):
        return env.execute_query(query)
    env.cr.execute(query)
    return env.cr.fetchall()


def compile_domain(model, domain):
    """Return ``(conditions, joins)`` as SQL; ``None`` for conditions that nothing fulfils."""
    domain = domain.optimize_full(model)
    if domain.is_false():
        return None, {}
    query = Query(model.env, model._table)
    if not domain.is_true():
        query.add_where(domain._to_sql(model, model._table, query))
    return tuple(query._where_clauses), query._joins


def compile_rules(model, domain):
    """Return ``[(part, (conditions, joins))]`` of the parts of a model's rules, of each its domain and SQL."""
    return [(part, compile_domain(model, part)) for part in keep_needed(model, get_parts(domain))]


def compile_lasting(model, domain):
    """Return what :func:`compile_domain` does, with marks for days and times; ``None`` where it does not last."""
    try:
        domain = put_marks(model, domain).optimize(model)
    except Unfit:
        return None
    return compile_domain(model, domain) if is_lasting(model, domain) else None


def compile_order(model, order):
    """Return an order as SQL; ``None`` where a model has its own way, or another table or the language has a say."""
    if not is_plain(model, "_order_to_sql", "_order_field_to_sql"):
        return None
    fields = [model._fields.get(term.split()[0]) for term in order.split(",")]
    if not all(field and field.store and field.type != "many2one" and not field.translate for field in fields):
        return None
    return model._order_to_sql(order, Query(model.env, model._table))


def is_lasting(model, domain):
    """Return whether a domain, optimized once, comes to the same SQL as long as posts and rules stay as they are."""
    return all(_lasts(model, condition) for condition in domain.iter_conditions())


def _lasts(model, condition):
    field, value = model._fields.get(condition.field_expr), condition.value
    if not field or condition.operator in SEARCHING:
        return bool(field) and field.comodel_name == "res.company" and field.store and not field.search
    if field.search:
        return has_lasting_search(model, field)
    if not field.store or field.translate or field.company_dependent:
        return False
    if field.type in ("one2many", "many2many") and not _is_domain_lasting(model, field):
        return False
    if isinstance(value, Domain):
        return _follows_lasting(model, field, value)
    return _is_compared(field, condition.operator, value)


def _is_domain_lasting(model, field):
    """Return whether the field's own domain, which Odoo adds to what is asked of it, comes to the same each time."""
    comodel = model.env[field.comodel_name].sudo()
    return not type(comodel)._table_query and is_lasting(comodel, field.get_comodel_domain(model).optimize(comodel))


def _follows_lasting(model, field, domain):
    """Return whether a domain of the records that a field refers to lasts, and the table and the rules they have."""
    comodel = model.env[field.comodel_name]
    if type(comodel)._table_query or not is_plain(comodel, "_search") or not is_lasting(comodel, domain):
        return False
    return model.env.su or is_lasting(comodel.sudo(), comodel.env["ir.rule"]._compute_domain(comodel._name, "read"))


def _is_compared(field, operator, value):
    """Return whether a column is compared with what stays as it is; of days and times it is, whether there is one."""
    if operator not in AMONG:
        return field.type in NUMBERS
    return field.type not in ("date", "datetime") or not any(value)


class Searcher:
    """Makes queries as ``_search`` does, with the access rights and record rules of each model's user.

    Rules follow from groups, posts and who leads whom, none of which changes while a page is read.
    """

    def __init__(self):
        self._rules = {}
        self._memories = {}

    def select(self, records, domain, order=None, term=None):
        """Return the SELECT of what a user finds, as SQL; ``None`` where nothing can be found.

        As a whole it is remembered where all of it lasts.

        :param SQL term: what is selected; the ids, if left out
        """
        domain = Domain(domain)  # what it says anyway is left out before its days and times are numbered
        text, moments = take_out(domain)
        if text and len(text) <= LONGEST and self._searches_plainly(records):
            records.browse().check_access("read")
            key = ("select", records._name, text, order, term and term.code)
            known = self.remember(records.env, key, partial(self._make_select, records, domain, order, term))
            if known is not None:
                return fill_in(known, moments) if known else None
        query = self.search(records, domain, order)
        return None if query is None else query.select(*filter(None, [term]))

    def _make_select(self, records, domain, order, term):
        """Return what :meth:`select` does, with marks for days and times and empty for nothing; ``None`` where it does
        not last.
        """
        domain = self._complete(records, domain)
        compiled = compile_lasting(records, domain)
        rules = compiled and self._make_lasting_rules(records)
        order_by = order and compile_order(records.browse(), order)
        if rules is None or order and not order_by or records._table_query:
            return None
        known = read_parts(records, domain) if rules else ()
        try:
            query = self._unite(records, [*(sql for part, sql in rules if not follows(records, known, part)), compiled])
        except Unfit:
            return None
        if query is None:
            return SQL()
        query.order = order_by or None
        return settle(records.env, query.select(*filter(None, [term])))

    def _make_lasting_rules(self, records):
        """Return the record rules of a model, see :func:`compile_rules`; ``None`` where they do not last."""
        if records.env.su:
            return []
        records.browse().check_access("read")
        model = records.sudo().with_context(active_test=False)
        domain = records.env["ir.rule"]._compute_domain(records._name, "read")
        return compile_rules(model, domain) if is_lasting(model, domain) else None

    def _searches_plainly(self, records):
        """Return whether a model searches as Odoo does, for who asks as it is asked mostly."""
        return type(records)._search is BaseModel._search and records.env.context.get("active_test", True)

    def search(self, records, domain, order=None):
        """Return the query of what a user finds; ``None`` where nothing can be found."""
        if not self._searches_plainly(records):
            query = records._search(domain, order=order)
            return None if query.is_empty() else query
        domain = self._complete(records, domain)
        parts = [*self._select_rules(records, domain), *self._compile(records, domain)]
        try:
            query = self._unite(records, parts)
        except Unfit:  # as little as Odoo's own can a name in SQL stand for two joins
            return records._search(domain, order=order)
        if query is not None and order:
            key = ("order", records._name, order)
            known = self.remember(records.env, key, partial(compile_order, records.browse(), order))
            query.order = known or records._order_to_sql(order, query)
        return query

    def _unite(self, records, parts):
        """Return the query of all the ``[(conditions, joins)]``; ``None`` where nothing fulfils one of them.

        :raises Unfit: two of them join something else by the same name
        """
        if any(where is None for where, _joins in parts):
            return None
        query = Query(records.env, records._table, records._table_sql)
        for where, joins in parts:
            for alias, join in joins.items():
                if query._joins.setdefault(alias, join) != join:
                    raise Unfit
            query._where_clauses.extend(where)
        return query

    def search_ids(self, records, ids):
        """Return the query of those of the ``ids`` (a tuple, or SQL) that a user may read, archived ones as well."""
        if type(records)._search is not BaseModel._search:
            return records.with_context(active_test=False)._search(Domain("id", "in", ids))
        query = Query(records.env, records._table, records._table_sql)
        query.add_where(SQL("%s IN %s", SQL.identifier(records._table, "id"), ids))
        for _part, (where, joins) in self._get_rules(records):
            query._joins.update(joins)
            query._where_clauses.extend([SQL("FALSE")] if where is None else where)
        return query

    def join(self, records, domain, query):
        """Return what a domain comes to in a query of these records, as a condition."""
        known = self._recall(records, domain)
        if known and known[0] and not known[1]:
            return SQL("(%s)", SQL(" AND ").join(known[0]))
        return Domain(domain).optimize_full(records)._to_sql(records, records._table, query)

    def remember(self, env, key, make):
        """Return what ``make`` returned for this key and user the last time, or what it returns now."""
        if env not in self._memories:
            user = env.user
            known = user._get_sales_office_known()
            self._memories[env] = env["ir.rule"]._get_sales_office_memory(known)
        memory, key = self._memories[env], (env.su, *key)
        found = memory.get(key, UNKNOWN)  # once: another thread of the same user may empty it
        if found is UNKNOWN:
            found = make()
            if len(memory) >= REMEMBERED:
                memory.clear()
            memory[key] = found
        return found

    def _complete(self, records, domain):
        """Return the domain without archived records, unless it asks for them."""
        domain = Domain(domain)
        name = records._active_name
        if name and not any(leaf.field_expr == name for leaf in domain.iter_conditions()):
            domain &= Domain(name, "=", True)
        return domain

    def _compile(self, records, domain):
        """Return ``[(conditions, joins)]`` of the parts of a domain as :func:`compile_domain` does."""
        if (whole := self._recall(records, domain)) is not None:
            return [whole]
        found, others = [], []
        for part in get_parts(domain):
            known = self._recall(records, part)
            (others if known is None else found).append(part if known is None else known)
        return [*found, compile_domain(records, Domain.AND(others))] if others else found

    def _recall(self, records, domain):
        """Return ``(conditions, joins)``; ``None`` for a domain that may come to something else another time."""
        text, moments = take_out(domain)
        known = None
        if text and len(text) <= LONGEST:
            known = self.remember(records.env, (records._name, text), partial(compile_lasting, records, domain))
        if not known or not moments or known[0] is None:
            return known
        where, joins = known
        filled = {name: tuple(fill_in(sql, moments) for sql in join) for name, join in joins.items()}
        return tuple(fill_in(sql, moments) for sql in where), filled

    def _select_rules(self, records, domain):
        """Return ``[(conditions, joins)]`` of the record rules, but for what follows from the domain."""
        rules = self._get_rules(records)
        known = rules and read_parts(records, domain)
        return [compiled for part, compiled in rules if not follows(records, known, part)]

    def _get_rules(self, records):
        """Return the record rules of a model, see :func:`compile_rules`; the software has none."""
        if records.env.su:
            return []
        key = records._name, records.env
        if key not in self._rules:
            self._rules[key] = self._make_rules(records)
        return self._rules[key]

    def _make_rules(self, records):
        records.browse().check_access("read")
        known = self.remember(records.env, (records._name,), partial(self._make_lasting_rules, records.browse()))
        if known is not None:
            return known
        model = records.sudo().with_context(active_test=False)
        return compile_rules(model, records.env["ir.rule"]._compute_domain(records._name, "read"))
