"""Classes of ours: each belongs to one screen and bears its name, so that no sheet reaches another screen by accident.

The screen is the file's name without what says that it holds views: classes of ``roll_call.xml``, ``roll_call.scss``
and ``roll_call_views.xml`` begin with ``o_sales_office_roll_call``. What several screens share has a sheet
of its own in ``static/src/shared``, what printed pages share in ``static/report``, and is named after it.
"""

import re
from collections import defaultdict

from ..paths import ADDON, ROOT

PREFIX = "o_sales_office_"
SHEETS = "static/src"
# names of classes, and of elements, which share the page with them
NAME = re.compile(rf"\b{PREFIX}[a-z0-9_]*")
# what stands at the margin of a sheet and is not about a class of ours
OUTSIDE = re.compile(rf"^(?![@$}}/\s])(?!\.{PREFIX})\S.*")
AROUND = re.compile(r"_(?:views|templates)$")


def check():
    """Return names that are not their screen's, rules about others' classes, and classes that two sheets define."""
    sheets = sorted((ADDON / SHEETS).rglob("*.scss"))
    printed = sorted((ADDON / "static/report").rglob("*.scss"))
    shared = {screen(path) for path in (*sheets, *printed) if path.parent.name in ("shared", "report")}
    yield from _twice(sheets)
    for path in sheets:
        yield from _problems(path, {screen(path)}, OUTSIDE)
    for path in (*sorted((ADDON / SHEETS).rglob("*.js")), *sorted(ADDON.rglob("*.xml"))):
        yield from _problems(path, {screen(path), *shared})


def _problems(path, screens, outside=None):
    """Return the lines of a file with a name that belongs to none of ``screens``, or that match ``outside``."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        place = f"{path.relative_to(ROOT)}:{number}"
        if outside and outside.match(line):
            yield f"{place}: {line} is not about a class of ours"
        for name in NAME.findall(line):
            if not any(_belongs(name, one) for one in screens):
                yield f"{place}: {name} does not begin with {PREFIX}{screen(path)}"


def screen(path):
    """Return the name of the screen a file is about."""
    return AROUND.sub("", path.stem)


def _belongs(name, one):
    """Return whether a class is named after the screen ``one``; an underscore at the end waits for a value."""
    return f"{name}_".startswith(f"{PREFIX}{one}_")


def _twice(sheets):
    """Return the classes that more than one sheet defines."""
    places = defaultdict(set)
    for path in sheets:
        for name in NAME.findall(path.read_text(encoding="utf-8")):
            places[name].add(str(path.relative_to(ROOT)))
    for name, paths in sorted(places.items()):
        if len(paths) > 1:
            yield f"{name} is in {' and '.join(sorted(paths))}"
