"""The house: a room leans only downwards, a folder can be looked over, and the main file of a model has the last word.

What it asks is in the design: docs/architecture.md, *Files and folders*. Only the source is read.
"""

import ast
from collections import defaultdict
from typing import NamedTuple

from ..paths import ADDON, ROOT

#: rooms in the order in which they are loaded: each leans on those before it
ROOMS = (
    *("organization", "policy", "books", "conduct", "workday", "meeting", "custody", "office", "order", "customer"),
    *("planning", "commission", "appraisal", "reporting"),
)
FLOOR = {room: floor for floor, room in enumerate(ROOMS)}
CODE = ("models", "wizard", "report")
PREFIX = "sales_office_"
OURS = "sales.office."
MOST_FILES = 20
MOST_BRANCHES = 12
MOST_LINES = 40
#: a part of a model with fewer lines belongs into its main file
LEAST_LINES = 60
BRANCHES = (ast.If, ast.IfExp, ast.For, ast.While, ast.ExceptHandler, ast.match_case)
#: attributes of a class that say which model it is of
NAMING = {"_name", "_inherit"}


class Part(NamedTuple):
    """A class of a model in a room."""

    model: str
    room: str
    path: object
    line: int
    lines: int
    methods: dict
    is_main: bool


def check():
    """Return what is wrong with folders, file names, parts of models, directions, functions and docstrings."""
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(ADDON.rglob("*.py"))}
    parts = [part for path, tree in trees.items() for part in _parts(path, tree)]
    groups = _by_room(parts)
    yield from _folders()
    yield from _overrides(groups)
    yield from _crumbs(groups)
    yield from _upwards(trees, parts)
    yield from _unsaid(parts)
    for path, tree in trees.items():
        yield from _functions(path, tree)
        yield from _twice(path, tree)
        yield from _commas(path, tree)
    yield from _commas_of_scripts()


def room_of(path):
    """Return the room a file of the add-on is in; None outside the rooms."""
    return next((name for name in path.relative_to(ADDON).parts[1:-1] if name in FLOOR), None)


def _place(path, line=None):
    return f"{path.relative_to(ROOT)}:{line}" if line else str(path.relative_to(ROOT))


def _folders():
    """Yield folders that hold too much, and names that say again whose add-on it is."""
    files = defaultdict(int)
    for path in sorted(ADDON.rglob("*")):
        top = path.relative_to(ADDON).parts[0]
        if not path.is_file() or "__pycache__" in path.parts or top in ("static", "i18n"):
            continue
        files[path.parent] += path.name != "__init__.py"
        if path.name.startswith(PREFIX):
            yield f"{_place(path)}: the name begins with {PREFIX}, as the add-on does: leave it out"
    for folder, number in files.items():
        if number > MOST_FILES:
            yield f"{_place(folder)} has {number} files: a folder for an aggregate holds at most about {MOST_FILES}"


def _parts(path, tree):
    """Yield the models that a file of a room defines or adds to."""
    room = room_of(path)
    if room is None or path.relative_to(ADDON).parts[0] not in CODE:
        return
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            names = dict(_assigned(node))
            name, inherited = names.get("_name"), names.get("_inherit")
            model = name or (inherited if isinstance(inherited, str) else (inherited or [None])[0])
            if model:
                lines = node.end_lineno - node.lineno + 1
                methods = {
                    child.name: child
                    for child in node.body
                    if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef))
                }
                yield Part(model, room, path, node.lineno, lines, methods, bool(name) and name.startswith(OURS))


def _assigned(node):
    for child in node.body:
        if isinstance(child, ast.Assign) and getattr(child.targets[0], "id", "") in NAMING:
            try:
                yield child.targets[0].id, ast.literal_eval(child.value)
            except ValueError:
                continue


def _by_room(parts):
    """Return ``{(room, model): [Part]}``."""
    together = defaultdict(list)
    for part in parts:
        together[part.room, part.model].append(part)
    return together


def _overrides(groups):
    """Yield methods that a second file of the same room defines: which of them counts, only the imports would say."""
    for (room, model), group in groups.items():
        seen = {}
        for part in group:
            for name, method in part.methods.items():
                if name in seen:
                    yield (
                        f"{_place(part.path, method.lineno)}: {model}.{name} is in {_place(seen[name])} as well,"
                        f" the same room ({room}): let the main file call the other by a name of its own"
                    )
                seen.setdefault(name, part.path)


def _crumbs(groups):
    """Yield parts of a model that are too small for a file, and models of Odoo that a room extends twice."""
    for (room, model), group in groups.items():
        if not any(part.is_main for part in group):
            if len(group) > 1:
                files = " and ".join(_place(part.path) for part in group)
                yield f"{model} is extended twice in {room}, {files}: one room, one extension"
            continue
        for part in group:
            if not part.is_main and part.lines < LEAST_LINES:
                yield (
                    f"{_place(part.path, part.line)}: {part.lines} lines of {model} are too few for a file of"
                    " their own: they belong into the main file"
                )


def _upwards(trees, parts):
    """Yield where a room names something of a room that does not stand below it."""
    homes = {part.model: part.room for part in parts if part.is_main}
    for path, tree in trees.items():
        room = room_of(path)
        if room is None:
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom):
                target = _imported_room(path, node)
                if target and not _may_lean(room, target):
                    yield f"{_place(path, node.lineno)}: {room} imports from {target}, which does not stand below it"
            elif isinstance(node, ast.Constant) and homes.get(node.value) and not _may_lean(room, homes[node.value]):
                yield (
                    f"{_place(path, node.lineno)}: {room} names {node.value} of {homes[node.value]}, which does not"
                    " stand below it"
                )


def _unsaid(parts):
    """Yield public methods of models that do not say what they do, or that they raise: their callers have no more."""
    for part in parts:
        for name, method in part.methods.items():
            said = ast.get_docstring(method) or ""
            raises = any(isinstance(node, ast.Raise) for node in ast.walk(method))
            if not name.startswith("_") and (not said or (raises and "Error" not in said)):
                what = "what it raises, as :raises UserError: when" if said else "what it does, in a docstring"
                yield f"{_place(part.path, method.lineno)}: {part.model}.{name} does not say {what}"


def _may_lean(room, other):
    return FLOOR[other] <= FLOOR[room]


def _imported_room(path, node):
    """Return the room that an import reaches into; None if it stays in its own, or leaves the rooms."""
    words = (node.module or "").split(".")
    if node.level:
        folder = path.parent
        for _up in range(node.level - 1):
            folder = folder.parent
        words = [*folder.relative_to(ADDON).parts, *words] if folder.is_relative_to(ADDON) else words
    return next((word for word in words[1:3] if word in FLOOR), None) if words[0] in CODE else None


def _functions(path, tree):
    """Yield functions that are too long, their docstrings aside, or in which too many ways fork: ``a if b else c``,
    ``and`` and ``or`` are counted."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            lines = node.end_lineno - node.lineno + 1
            if ast.get_docstring(node):
                lines -= node.body[0].end_lineno - node.body[0].lineno + 1
            if lines > MOST_LINES:
                yield f"{_place(path, node.lineno)}: {node.name} has {lines} lines: at most {MOST_LINES}"
            found = sum(_forks(child) for child in ast.walk(node))
            if found > MOST_BRANCHES:
                yield f"{_place(path, node.lineno)}: {node.name} has {found} branches: at most {MOST_BRANCHES}"


def _twice(path, tree):
    """Yield methods that a class defines again further down, so that the first one is never called."""
    for node in ast.walk(tree):
        known = set()
        for method in node.body if isinstance(node, ast.ClassDef) else ():
            if isinstance(method, ast.FunctionDef) and method.name in known:
                yield f"{_place(path, method.lineno)}: {node.name} defines {method.name} twice"
            known.add(getattr(method, "name", None))


def _commas(path, tree):
    """Yield where something is joined with a mark of one language; what nobody reads has its mark in a constant."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Constant(value=", " | "; " | ": " as mark), attr="join")):
                name = {", ": "join_names", "; ": "join_phrases", ": ": "join_title"}[mark]
                yield f"{_place(path, node.lineno)}: join what people read with {name}, as its language does"


def _commas_of_scripts():
    for path in sorted((ADDON / "static/src").rglob("*.js")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if '.join(", ")' in line:
                yield f"{_place(path, number)}: join what people read with formatList, as its language does"


def _forks(node):
    if isinstance(node, ast.BoolOp):
        return len(node.values) - 1
    if isinstance(node, ast.comprehension):
        return 1 + len(node.ifs)
    return isinstance(node, BRANCHES)
