"""Requirement ids (R017): what code and tests name exists, and what is done has a test that says so."""

import ast
import csv
import re

from ..paths import ADDON, REQUIREMENTS, ROOT, TESTS

COLUMNS = ["id", "source", "requirement", "behaviour", "room", "stage", "state", "note"]
TESTED = {"done", "thin"}
STATES = {*TESTED, "open"}
ID = re.compile(r"\bR\d{3}\b")


def check():
    """Return what is wrong with docs/requirements.csv and with the ids that tests and code name."""
    if not REQUIREMENTS.is_file():
        return [f"{REQUIREMENTS.relative_to(ROOT)} is missing"]
    with open(REQUIREMENTS, encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        rows = list(reader)
    if reader.fieldnames != COLUMNS:
        return [f"{REQUIREMENTS.name}: the columns must be {','.join(COLUMNS)}"]
    return [*_wrong_rows(rows), *_unknown_ids({row["id"] for row in rows}), *_untested(rows)]


def _wrong_rows(rows):
    seen = set()
    for row in rows:
        if row["state"] not in STATES:
            yield f"{REQUIREMENTS.name}: {row['id']} has the state {row['state']!r}, not one of {sorted(STATES)}"
        if row["id"] in seen or not ID.fullmatch(row["id"] or ""):
            yield f"{REQUIREMENTS.name}: {row['id']!r} stands there twice, or is no id"
        seen.add(row["id"])


def _unknown_ids(known):
    """Yield where tests or the add-on's code name an id that is not in the table."""
    for path in (*_tests(), *sorted(ADDON.rglob("*.py"))):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            for unknown in sorted(set(ID.findall(line)) - known):
                yield f"{path.relative_to(ROOT)}:{number}: {unknown} is not in {REQUIREMENTS.name}"


def _untested(rows):
    """Yield the finished requirements that no test's docstring names."""
    named = {name for path in _tests() for docstring in test_docstrings(path) for name in ID.findall(docstring)}
    for row in rows:
        if row["state"] in TESTED and row["id"] not in named:
            yield f"{row['id']} is {row['state']}, but no test's docstring names it: {row['requirement']}"


def _tests():
    """Return the add-on's tests; those of ./dev itself only play with ids."""
    return sorted(path for path in TESTS.rglob("*.py") if "devtool" not in path.relative_to(TESTS).parts)


def test_docstrings(path):
    """Yield the docstrings of test methods, and of classes that hold some."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        is_test = isinstance(node, ast.FunctionDef) and node.name.startswith("test")
        if is_test or (isinstance(node, ast.ClassDef) and _holds_tests(node)):
            yield ast.get_docstring(node) or ""


def _holds_tests(node):
    return any(isinstance(child, ast.FunctionDef) and child.name.startswith("test") for child in node.body)
