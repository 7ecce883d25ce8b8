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

from .reading import convert_rows, read_together
from .screening import note_found, sift
from .searching import Searcher, execute

#: records read together with those of other searches of the same model; longer lists are read by themselves
READ_TOGETHER = 40
COUNT = SQL("COUNT(*)")


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
    #: domains: get a list of the records of each, or of their numbers, out of what ``domain`` finds
    parts: tuple = ()
    #: fields that are read beside what the records are called by; all that Odoo reads together, if left out
    fields: tuple | None = None
    #: many2one fields whose records will be named
    names: tuple = ()
    #: many2one fields of whose records more will be read than what they are called
    reads: tuple = ()
    #: SQL that is true wherever there may be something to find, where the table does not say so by itself
    only: SQL | None = None
    #: stored fields: get dicts of them and the ``id`` instead of the records, where the user need not ask for each
    columns: tuple = ()


class Joint:
    """What a question asks otherwise than by a search. What several ask of a class in a turn is answered at once."""

    @classmethod
    def answer(cls, asked):
        """Return what each of ``asked``, a list of this class, gets."""
        raise NotImplementedError


class Rows(NamedTuple):
    """A SELECT that a question makes itself, whose columns have names. It gets a list of dicts, with what JSON knows:
    days and times are text. Access rights are its own matter.
    """

    query: SQL


def search_each(records, domains, order="", **refers):
    """Return one :class:`Search` of a model for several domains; what is found is told apart in memory.

    For domains that Python judges by what is read of the records anyway, of which most find nothing.
    """
    return Search(records, Domain.OR(domains), order, parts=tuple(domains), **refers)


def ask(env, questions, searcher=None):
    """Return what each of the generators ``questions`` returns; one query for each turn of all their searches.

    :param questions: each yields a :class:`Search`, :class:`Rows`, :class:`Joint` or a list of these, and gets what was
        found or a list of that; what searches nothing may be its answer, a list
    :param searcher: one that has made out rules already
    """
    turns, found, searcher = together(questions), None, searcher or Searcher()
    while True:
        try:
            asked = turns.send(found)
        except StopIteration as stop:
            return stop.value
        found = _answer(env, asked, searcher)


def together(questions):
    """Return, as a question, what each of the ``questions`` returns; what they ask in a turn is asked at once."""
    results = [question if isinstance(question, list) else None for question in questions]
    answers = {number: None for number, question in enumerate(questions) if not isinstance(question, list)}
    while asked := _take_turn(questions, answers, results):
        found = iter((yield [one for each in asked.values() for one in _listed(each)]))
        for number, each in asked.items():
            own = [next(found) for _one in _listed(each)]
            answers[number] = own if isinstance(each, list) else own[0]
    return results


def _take_turn(questions, answers, results):
    """Return ``{number: what it asks}`` of the questions that go on with their ``answers``, the ``results`` of others
    being entered; no question has an answer any more.
    """
    asked = {}
    for number in list(answers):
        try:
            asked[number] = questions[number].send(answers.pop(number))
        except StopIteration as stop:
            results[number] = stop.value
    return asked


def _listed(asked):
    return asked if isinstance(asked, list) else [asked]


def first_of(records, number):
    """Return the first of these records; of a long list no others are read with them."""
    return records[:number] if len(records) <= READ_TOGETHER else records[:number].with_prefetch()


def _answer(env, asked, searcher):
    """Return what each :class:`Search`, :class:`Rows` or :class:`Joint` gets."""
    kinds = {number: type(one) if isinstance(one, Joint) else None for number, one in enumerate(asked)}
    answers = [None] * len(asked)
    for kind in dict.fromkeys(kinds.values()):
        numbers = [number for number in kinds if kinds[number] is kind]
        alike = [asked[number] for number in numbers]
        for number, answer in zip(numbers, kind.answer(alike) if kind else find(env, alike, searcher), strict=True):
            answers[number] = answer
    return answers


def find(env, searches, searcher=None):
    """Return what each :class:`Search` or :class:`Rows` finds, in one query: records, which are read together with what
    they refer to in a second one, a number, or dicts.
    """
    searcher = searcher or Searcher()
    sifted = sift(env, searches, searcher)
    columns = {number: column for number in sifted if (column := _get_column(searches[number], searcher))}
    found = [_get_nothing(search) for search in searches]
    if columns:
        [row] = execute(env, SQL("SELECT %s", SQL(", ").join(columns.values())))
        for number, value in zip(columns, row, strict=True):
            found[number] = value
    note_found(env, sifted, found, searcher)
    return _browse(searches, found, searcher)


def _get_nothing(search):
    if isinstance(search, Rows) or not search.counted:
        return ()
    return [0] * len(search.parts) if search.parts else 0


def _get_column(search, searcher):
    """Return what one search is in the query for all; ``None`` where nothing can be found."""
    if isinstance(search, Rows):
        return SQL("(SELECT json_agg(found) FROM (%s) found)", search.query)
    if search.columns:
        names = _name_columns(search.records, search.columns)
        found = searcher.select(search.records, search.domain, search.order or search.records._order, names)
        return found and SQL("(SELECT json_agg(found) FROM (%s) found)", found)
    if not search.counted:
        found = searcher.select(search.records, search.domain, search.order or search.records._order)
        return found and SQL("ARRAY(%s)", found)
    if not search.parts:
        found = searcher.select(search.records, search.domain, term=COUNT)
        return found and SQL("(%s)", found)
    query = searcher.search(search.records, search.domain)
    if query is None:
        return None
    counts = [SQL("COUNT(*) FILTER (WHERE %s)", searcher.join(search.records, part, query)) for part in search.parts]
    return SQL("(%s)", query.select(SQL("ARRAY[%s]", SQL(", ").join(counts))))


def _name_columns(records, names):
    """Return the id and these columns as SQL, as they are once written, of fields that the user may read."""
    fields = [records._fields[name] for name in names]
    for field in fields:
        records._check_field_access(field, "read")
    columns = (SQL.identifier(records._table, field.name, to_flush=field) for field in fields)
    return SQL(", ").join([SQL.identifier(records._table, "id"), *columns])


def _browse(searches, found, searcher):
    """Return the records for the ids, those of the short lists of a model with one prefetch."""
    together, referred, chosen = _gather(searches, found)
    groups = {(name, env): env[name].browse(tuple(dict.fromkeys(ids))) for (name, env), ids in together.items()}
    refers = [(records, referred[key]) for key, records in groups.items()]
    read_together(groups.values(), found=True, referred=refers, chosen=chosen, searcher=searcher)
    return [_give(search, value, together) for search, value in zip(searches, found, strict=True)]


def _gather(searches, found):
    """Return the ids of short lists and the many2one fields that are followed, and whether wholly, by model and env,
    and the fields of those of which not all are read.
    """
    together, referred, chosen = {}, {}, {}
    for search, ids in zip(searches, found, strict=True):
        if _is_read(search) and ids and len(ids) <= READ_TOGETHER:
            key = search.records._name, search.records.env
            together.setdefault(key, []).extend(ids)
            refers = referred.setdefault(key, {})
            refers.update({name: refers.get(name, False) for name in search.names} | dict.fromkeys(search.reads, True))
            names = chosen.get(key, ())
            whole = names is None or search.fields is None
            chosen[key] = None if whole else tuple(sorted({*names, *search.fields, *search.names, *search.reads}))
    return together, referred, chosen


def _is_read(search):
    return isinstance(search, Search) and not search.counted and not search.columns


def _give(search, value, together):
    """Return what a search asked for of what was found."""
    if isinstance(search, Rows):
        return value or []
    if search.columns:
        return convert_rows(search.records, value or [])
    return value if search.counted else _divide(search, _prefetch(search.records.browse(value), together))


def _prefetch(records, together):
    short = len(records) <= READ_TOGETHER
    return records.with_prefetch(together.get((records._name, records.env)) if short else None)


def _divide(search, records):
    if not search.parts:
        return records
    return [records.filtered_domain(domain) if records else records for domain in search.parts]
