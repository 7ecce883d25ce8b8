from dataclasses import dataclass
from functools import partial

from odoo.models import BaseModel
from odoo.tools import groupby

from ..organization.asking import Joint


@dataclass(frozen=True, eq=False)
class Sums(Joint):
    """Asks the books for the sums of a metric over windows, see ``sales.office.books._get_sums``.

    What several ask about a metric of a company is one query, in which equal conditions are one reading.
    """

    books: BaseModel
    company: BaseModel
    metric: str
    #: ``[(Conditions, [Window])]``
    asked: list

    @classmethod
    def answer(cls, asked):
        """Return ``{(index, first day of the period or None): (amount, quantity)}`` for each of ``asked``."""
        answers = [{} for _one in asked]
        numbered = [(number, one) for number, one in enumerate(asked) if any(windows for _of, windows in one.asked)]
        for company, of_company in groupby(numbered, key=lambda item: item[1].company):
            by_metric = groupby(of_company, key=lambda item: item[1].metric)
            books = of_company[0][1].books
            zones = books._get_zones(company, [metric for metric, _alike in by_metric])
            for metric, alike in by_metric:
                get_sums = partial(books._get_sums, company, metric, zones=zones)
                for number, index, period, figures in _ask_alike(get_sums, alike):
                    answers[number][index, period] = figures
        return answers


def _ask_alike(get_sums, alike):
    """Yield ``(number, index, period, figures)`` of ``[(number, Sums)]`` of one company and metric."""
    if len(alike) == 1:
        [(number, one)] = alike
        yield from ((number, *key, figures) for key, figures in get_sums(one.asked).items())
        return
    conditions, windows, places = {}, {}, {}
    for number, one in alike:
        for condition, of_condition in one.asked:
            conditions[condition.key] = condition
            windows.setdefault(condition.key, []).extend(
                window._replace(index=places.setdefault((number, window.index), len(places))) for window in of_condition
            )
    asked = list(places)
    for (place, period), figures in get_sums([(conditions[key], windows[key]) for key in windows]).items():
        yield *asked[place], period, figures
