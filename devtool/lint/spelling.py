"""Words that only capital letters tell apart: whoever reads them takes them for one, so they are one or differ more.

A heading and a sentence may write the same words in two ways, but not mean two things by them. Labels of fields stand
beside each other in lists and filters, so they are written in one way.
"""

from collections import defaultdict

from ..translations import CATALOG
from .catalog import entries

LABEL = "field_description:"


def check():
    """Return the strings that are written in two ways, with what each of them means in Chinese."""
    groups = defaultdict(list)
    for source, translation, places in entries(CATALOG):
        if source[:1].isupper():  # what begins small is a part of a sentence
            groups[source.casefold()].append((source, translation, any(LABEL in place for place in places)))
    return [problem for _words, spellings in sorted(groups.items()) for problem in _problems(spellings)]


def _problems(spellings):
    if len({translation for _source, translation, _label in spellings}) > 1:
        said = ", ".join(f"{source!r} {translation}" for source, translation, _label in spellings)
        yield f"{CATALOG.name}: only capital letters tell apart {said}: give one meaning another word"
    labels = [source for source, _translation, label in spellings if label]
    if len(labels) > 1:
        yield f"{CATALOG.name}: labels of fields are written in one way: {', '.join(labels)}"
