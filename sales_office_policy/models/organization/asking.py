"""Many searches in one query.

A *question* is a generator: it yields what it looks for and gets what was found, so that the searches of all questions
are sent together. What depends on an answer is yielded in a second turn, which is one query again::

    def _get_paper_lines(self):
        loans = yield Search(self.env["sales.office.document.loan"], [("user_id", "=", self.env.uid)])
        return self._prepare_lines_of(..., loans)
"""

from typing import NamedTuple

from odoo.fields import Domain
from odoo.models import BaseModel
from odoo.tools import SQL

from .reading import read_together

#: records read together with those of other searches of the same model; longer lists are read by themselves
READ_TOGETHER = 40
EMPLOYEE = "hr.employee"


class Search(NamedTuple):
    """What a question looks for, with the access rights and record rules of the user behind ``records``.

    What is found is read together with what other searches find, so that looking at it asks nothing more.
    """

    records: BaseModel
    domain: Domain | list
    #: by default that of the model
    order: str = ""
    #: get their number instead of the records
    counted: bool = False
    #: domains, instead of one: get a list of the records of each
    parts: tuple = ()
    #: many2one fields whose records will be named
    names: tuple = ()


def search_each(records, domains, order="", names=()):
    """Return one :class:`Search` of a model for several domains; what is found is told apart in memory.

    For domains that Python judges by what is read of the records anyway, of which most find nothing.
    """
    return Search(records, Domain.OR(domains), order, parts=tuple(domains), names=names)


def ask(env, questions):
    """Return what each of the generators ``questions`` returns; one query for each turn of all their searches.

    :param questions: each yields a :class:`Search` or a list of them, and gets what was found or a list of that; what
        searches nothing may be its answer, a list
    """
    results = [question if isinstance(question, list) else None for question in questions]
    answers = {number: None for number, question in enumerate(questions) if not isinstance(question, list)}
    while answers:
        asked = {}
        for number, answer in answers.items():
            try:
                asked[number] = questions[number].send(answer)
            except StopIteration as stop:
                results[number] = stop.value
        answers = _answer(env, asked)
    return results


def first_of(records, number):
    """Return the first of these records; of a long list no others are read with them."""
    return records[:number] if len(records) <= READ_TOGETHER else records[:number].with_prefetch()


def _answer(env, asked):
    """Return ``{number: what was found}`` for ``{number: Search or list of them}``."""
    searches = [one for each in asked.values() for one in ([each] if isinstance(each, Search) else each)]
    found = iter(find(env, searches))
    return {
        number: next(found) if isinstance(each, Search) else [next(found) for _ in each]
        for number, each in asked.items()
    }


def find(env, searches):
    """Return what each :class:`Search` finds, in one query: records, which are read together later, or a number."""
    queries = [
        search.records._search(
            Domain(search.domain), order=None if search.counted else search.order or search.records._order
        )
        for search in searches
    ]
    asked = [number for number, query in enumerate(queries) if not query.is_empty()]
    found = [0 if search.counted else () for search in searches]
    if asked:
        columns = SQL(", ").join(_get_column(searches[number], queries[number]) for number in asked)
        [row] = env.execute_query(SQL("SELECT %s", columns))
        for number, value in zip(asked, row, strict=True):
            found[number] = value
    return _browse(searches, found)


def _get_column(search, query):
    if search.counted:
        return SQL("(%s)", query.select("COUNT(*)"))
    return SQL("ARRAY(%s)", query.select())


def _browse(searches, found):
    """Return the records for the ids, those of the short lists of a model with one prefetch."""
    together, named = {}, {}
    for search, ids in zip(searches, found, strict=True):
        if not search.counted and ids and len(ids) <= READ_TOGETHER:
            together.setdefault((search.records._name, search.records.env), []).extend(ids)
            named.setdefault((search.records._name, search.records.env), set()).update(search.names)
    groups = {(name, env): env[name].browse(tuple(dict.fromkeys(ids))) for (name, env), ids in together.items()}
    read_together(groups.values(), found=True)
    _read_names([(records, named[key]) for key, records in groups.items()])
    return [
        ids if search.counted else _divide(search, _prefetch(search.records.browse(ids), together))
        for search, ids in zip(searches, found, strict=True)
    ]


def _prefetch(records, together):
    short = len(records) <= READ_TOGETHER
    return records.with_prefetch(together.get((records._name, records.env)) if short else None)


def _divide(search, records):
    if not search.parts:
        return records
    return [records.filtered_domain(domain) if records else records for domain in search.parts]


def _read_names(groups):
    """Read what the records of other models are called to which records refer: ``[(records, names of fields)]``."""
    referred = {}
    for records, names in groups:
        for name in names:
            found = records.mapped(name)
            key = found._name, found.env
            referred[key] = referred.get(key, found) | found
    known = [records for (name, _env), records in referred.items() if name != EMPLOYEE]
    read_together(known, names_only=True)
    for (name, _env), employees in referred.items():
        if name == EMPLOYEE and employees:
            employees.fetch(["name"])  # in Odoo's own way: most users read public employees only
