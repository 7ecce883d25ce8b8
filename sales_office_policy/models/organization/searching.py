"""Many searches of the same models: what their record rules come to is made out once, and used by all of them."""

from odoo.fields import Domain
from odoo.models import BaseModel
from odoo.tools import Query


class Searcher:
    """Makes queries as ``_search`` does, with the access rights and record rules of each model's user.

    Rules follow from groups, posts and who leads whom, none of which changes while a page is read.
    """

    def __init__(self):
        self._rules = {}

    def search(self, records, domain, order=None):
        """Return the query of what a user finds; ``None`` where nothing can be found."""
        if type(records)._search is not BaseModel._search or not records.env.context.get("active_test", True):
            query = records._search(domain, order=order)
            return None if query.is_empty() else query
        rules = self._get_rules(records)
        domain = self._complete(records, domain)
        if rules is None or domain.is_false():
            return None
        query = Query(records.env, records._table, records._table_sql)
        if not domain.is_true():
            query.add_where(domain._to_sql(records, records._table, query))
        for alias, join in rules._joins.items():
            if query._joins.setdefault(alias, join) != join:  # as little as Odoo's own can it be two things
                return records._search(domain, order=order)
        for clause in rules._where_clauses:
            query.add_where(clause)
        if order:
            query.order = records._order_to_sql(order, query)
        return query

    def join(self, records, domain, query):
        """Return what a domain comes to in a query of these records, as a condition."""
        return Domain(domain).optimize_full(records)._to_sql(records, records._table, query)

    def _complete(self, records, domain):
        """Return the domain without archived records, unless it asks for them."""
        domain = Domain(domain)
        name = records._active_name
        if name and not any(leaf.field_expr == name for leaf in domain.iter_conditions()):
            domain &= Domain(name, "=", True)
        return domain.optimize_full(records)

    def _get_rules(self, records):
        """Return a query with the record rules of a model and nothing else; ``None`` where they allow nothing."""
        key = records._name, records.env
        if key not in self._rules:
            self._rules[key] = self._make_rules(records)
        return self._rules[key]

    def _make_rules(self, records):
        query = Query(records.env, records._table, records._table_sql)
        if records.env.su:
            return query
        records.browse().check_access("read")
        model = records.sudo().with_context(active_test=False)
        domain = records.env["ir.rule"]._compute_domain(records._name, "read").optimize_full(model)
        if domain.is_false():
            return None
        if not domain.is_true():
            query.add_where(domain._to_sql(model, records._table, query))
        return query
