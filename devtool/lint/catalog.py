"""Reads translation files without the virtual environment's libraries."""

import ast
import re

STRING = r'((?:".*"\n?)+)'


def entries(path):
    """Yield (source string, translation, places) of a .pot or .po file; a place is such as model:... or code:..."""
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        source, translation = (_text(block, keyword) for keyword in ("msgid", "msgstr"))
        if source:
            yield source, translation, re.findall(r"^#: (\S+)", block, re.MULTILINE)


def _text(block, keyword):
    found = re.search(rf"^{keyword} {STRING}", block, re.MULTILINE)
    return "".join(map(ast.literal_eval, found[1].splitlines())) if found else ""
