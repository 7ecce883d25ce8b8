"""./dev attack: call whatever is public as every role, with whatever can be given, and print what came of it."""

import json
import os
from collections import Counter

from ..paths import TESTS, TMP, slot
from . import test

PASS_ON = True
FIGURES = "SALES_OFFICE_ATTACK_FIGURES"  # names the file in which the tests leave theirs
USUAL = ("calls", "answers", "refusals", "tracebacks", "leaks", "changes")


def arguments(parser):
    """Everything goes to pytest."""
    parser.usage = "./dev attack [pytest arguments]"
    parser.epilog = "Examples: ./dev attack   ./dev attack -k Outsider"


def main(options):
    """Run the tests marked ``attack``, print their figures, and return pytest's exit code."""
    figures = TMP / f"attack{slot()}.jsonl"
    figures.unlink(missing_ok=True)
    os.environ[FIGURES] = str(figures)
    options.rest = ["-m", "attack", *options.rest, str(TESTS / "attack")]
    code = test.main(options)
    if figures.is_file():
        rows = [json.loads(line) for line in figures.read_text(encoding="utf-8").splitlines()]
        for line in _table(rows):
            print(line)
    return code


def _table(rows):
    """Return the figures by role, and their sum, as lines."""
    total = Counter()
    for row in rows:
        total.update({name: number for name, number in row.items() if name != "role"})
    names = [*USUAL, *sorted(total.keys() - set(USUAL))]
    cells = [["role", *names]]
    cells += [[row["role"], *(f"{row.get(name, 0):,}" for name in names)] for row in rows]
    cells.append(["all", *(f"{total[name]:,}" for name in names)])
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return ["  ".join(cell.rjust(width) for cell, width in zip(line, widths, strict=True)) for line in cells]
