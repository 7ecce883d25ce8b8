"""Compare texts word by word; plain Python, no ORM."""

import re
from difflib import SequenceMatcher

from markupsafe import Markup

# a run of blanks, a run of word characters, or one sign; Chinese has no blanks, so each of its characters is a word
TOKEN = re.compile(r"\s+|[\u3400-\u9fff]|[^\W\u3400-\u9fff]+|[^\w\s]")
INSERTED = Markup('<ins class="text-success bg-success-subtle">%s</ins>')
DELETED = Markup('<del class="text-danger bg-danger-subtle">%s</del>')


def compare_words(old, new):
    """Return ``new`` as escaped HTML with what was added in ``<ins>`` and what is gone in ``<del>``."""
    before, after = TOKEN.findall(old or ""), TOKEN.findall(new or "")
    result = Markup()
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            result += "".join(after[j1:j2])
            continue
        if i1 != i2:
            result += DELETED % "".join(before[i1:i2])
        if j1 != j2:
            result += INSERTED % "".join(after[j1:j2])
    return result


def _pair_clauses(old, new):
    """Return ``{place in new: place in old}`` of the clauses that are the same; see :func:`match_clauses`."""
    pairs, taken = {}, set()
    for key in (0, 1):  # the line of descent tells more than the number
        left = {row[key]: index for index, row in enumerate(old) if index not in taken}
        for position, row in enumerate(new):
            index = left.get(row[key])
            if position not in pairs and index is not None and index not in taken:
                pairs[position] = index
                taken.add(index)
    return pairs


def match_clauses(old, new):
    """Pair the clauses of two versions.

    :param old: list of ``(origin, number, payload)``; the origin is shared by a clause and its copies
    :param new: the same of the later version
    :return: list of ``(old payload or None, new payload or None)`` in the order of ``new``,
        each removed clause behind the clause it followed
    """
    pairs = _pair_clauses(old, new)
    result = [(old[pairs[position]][2] if position in pairs else None, row[2]) for position, row in enumerate(new)]
    places = {index: position for position, index in pairs.items()}
    for index in sorted(set(range(len(old))) - set(places), reverse=True):
        anchors = [places[i] for i in range(index) if i in places]
        at = anchors[-1] + 1 if anchors else 0
        result.insert(at, (old[index][2], None))
    return result
