"""The words of docs/vocabulary.md: the Chinese catalog uses them, and none of those that they replaced."""

from ..paths import ROOT
from ..translations import CATALOG
from .catalog import entries

PAGE = ROOT / "docs" / "vocabulary.md"
HEAD = ["English", "中文", "What it means", "Not"]


def check():
    """Return where the Chinese catalog says a term otherwise than the page, or uses a word that the page rules out."""
    if not PAGE.is_file():
        return [f"{PAGE.relative_to(ROOT)} is missing"]
    said = {source: translation for source, translation, _places in entries(CATALOG)}
    return [line for term, word, _meaning, others in _rows() for line in _problems(said, term, word, others)]


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
