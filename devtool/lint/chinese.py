"""The Chinese catalog, word by word: one writing for a word, and the words of docs/vocabulary.md."""

import re
from collections import defaultdict

from ..paths import ADDON, ROOT
from ..translations import CATALOG, entries

PAGE = ROOT / "docs" / "vocabulary.md"
HEAD = ["English", "中文", "What it means", "Not", "In the code"]
LABEL = "field_description:"


def spelling():
    """Return the strings that only capital letters tell apart: who reads them takes them for one, so they differ more.

    A heading and a sentence may write the same words in two ways, but not mean two things by them. Labels of
    fields stand beside each other in lists and filters, so they are written in one way.
    """
    groups = defaultdict(list)
    for source, translation, places in entries(CATALOG):
        if source[:1].isupper():  # what begins small is a part of a sentence
            groups[source.casefold()].append((source, translation, any(LABEL in place for place in places)))
    return [problem for _words, spellings in sorted(groups.items()) for problem in _two_ways(spellings)]


def _two_ways(spellings):
    if len({translation for _source, translation, _label in spellings}) > 1:
        said = ", ".join(f"{source!r} {translation}" for source, translation, _label in spellings)
        yield f"{CATALOG.name}: only capital letters tell apart {said}: give one meaning another word"
    labels = [source for source, _translation, label in spellings if label]
    if len(labels) > 1:
        yield f"{CATALOG.name}: labels of fields are written in one way: {', '.join(labels)}"


def vocabulary():
    """Return where the catalog says a term otherwise than the page, or uses a word that the page rules out, and what
    the page says of the code that is not there."""
    if not PAGE.is_file():
        yield f"{PAGE.relative_to(ROOT)} is missing"
        return
    said = {source: translation for source, translation, _places in entries(CATALOG)}
    code = [path.read_text(encoding="utf-8") for ending in ("py", "xml") for path in ADDON.rglob(f"*.{ending}")]
    code = [(text, set(re.findall(r"\w+", text))) for text in code]
    for term, word, _meaning, others, place in _rows():
        yield from _problems(said, term, word, others)
        if not _is_there(place.strip("`"), code):
            yield f"{PAGE.name}: {term!r} is said to be {place} in the code, which is not there"


def _is_there(place, code):
    """Say whether there is such a file, model (without sales.office.), or name that a file has beside its model."""
    if "/" in place:
        return (ADDON / place).exists()
    model, _dot, name = place.rpartition(".")
    models = (f'"{model}"', f'"sales.office.{model}"') if model else ("",)
    return any(
        f'_name = "sales.office.{place}"' in text or (name in names and any(model in text for model in models))
        for text, names in code
    )


def _problems(said, term, word, others):
    if term not in said:
        yield f"{PAGE.name}: {term!r} is no string of the app: write the term as the app does, or take the row out"
    elif said[term] != word:
        yield f"{CATALOG.name}: {term!r} is {said[term]}, but {word} in {PAGE.name}: mend one of the two"
    for other in filter(None, map(str.strip, others.split(","))):
        for source, translation in said.items():
            if other in translation:
                yield f"{CATALOG.name}: {source[:60]!r} says {other}, which {PAGE.name} replaces by {word} ({term})"


def _rows():
    """Yield the cells of the page's tables."""
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if line.startswith("|") and cells != HEAD and not set(line) <= set("|- "):
            yield (cells + [""] * len(HEAD))[: len(HEAD)]
