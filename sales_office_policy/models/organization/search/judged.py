"""Record rules that are asked of records by plain Python, and come to SQL once.

Odoo makes functions of a domain whenever it looks whether somebody may read or write a record, and for each condition
searches the record that is referred to. Rules compare references with numbers, which takes a line.
"""

from odoo.orm.domains import DomainAnd, DomainBool, DomainCustom, DomainNot, DomainOr
from odoo.tools import Query

from .following import COLLECTIONS

AMONG = {"in": True, "not in": False}


class JudgedRules(DomainAnd):
    """All of some conditions, optimized to the end, that come to the same as long as they are remembered."""

    __slots__ = ("_judge", "_known")

    def _as_predicate(self, records):
        """Return the function that says of a record whether it fulfils the rules; they are asked as superuser."""
        judge = getattr(self, "_judge", None)
        return judge if judge and records.env.su else super()._as_predicate(records)

    def _to_sql(self, model, alias, query):
        """Return the rules as SQL; made once for each name of the table, unless other tables are joined."""
        known = getattr(self, "_known", None)
        if known is None or not model.env.su:
            return super()._to_sql(model, alias, query)
        if alias not in known:
            alone = Query(model.env, alias, model._table_sql)
            sql = super()._to_sql(model, alias, alone)
            known[alias] = None if alone._joins or alone._where_clauses else sql
        return known[alias] or super()._to_sql(model, alias, query)


def judged(model, domain):
    """Return a fully optimized domain as :class:`JudgedRules`; as it is where it is none that plain Python can judge.

    :param domain: one that lasts, see :func:`..searching.is_lasting`
    """
    judge = _judge_all(model, domain) if isinstance(domain, DomainAnd) else None
    if not judge:
        return domain
    rules = JudgedRules(domain.children)
    for name, value in (("_opt_level", domain._opt_level), ("_judge", judge), ("_known", {})):
        object.__setattr__(rules, name, value)  # domains do not change, and this one is being made
    return rules


def _make_judge(model, domain):
    """Return a function that says of a record (sudo) whether it fulfils the domain; ``None`` where it takes more."""
    if isinstance(domain, DomainBool):
        return lambda record: domain.value
    if isinstance(domain, DomainCustom):
        return domain._filtered
    if isinstance(domain, DomainNot):
        judge = _make_judge(model, domain.child)
        return judge and (lambda record: not judge(record))
    if isinstance(domain, DomainAnd):
        return _judge_all(model, domain)
    if isinstance(domain, DomainOr):
        return _judge_any(model, domain)
    return _judge_reference(model, domain)


def _judge_all(model, domain):
    judges = [_make_judge(model, child) for child in domain.children]

    def judge_all(record):
        return all(judge(record) for judge in judges)

    return judge_all if all(judges) else None


def _judge_any(model, domain):
    judges = [_make_judge(model, child) for child in domain.children]

    def judge_any(record):
        return any(judge(record) for judge in judges)

    return judge_any if all(judges) else None


def _judge_reference(model, condition):
    name, field = condition.field_expr, model._fields.get(condition.field_expr)
    if not field or field.type != "many2one" or not field.store or field.company_dependent:
        return None
    if condition.operator not in AMONG or not isinstance(condition.value, COLLECTIONS):
        return None
    if any(value is not False and type(value) is not int for value in condition.value):
        return None
    values, wanted = frozenset(condition.value), AMONG[condition.operator]
    return lambda record: ((record[name].id or False) in values) is wanted
