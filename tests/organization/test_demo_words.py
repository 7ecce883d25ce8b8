"""The demo office speaks Chinese as well: each text of it, read from its source, stands in the table of words."""

import ast
import re

from lxml import etree

from odoo.tests import BaseCase, tagged

from odoo.addons.sales_office_policy.demo.demo import LANGUAGES, Demo, read_words
from odoo.addons.sales_office_policy.demo.words.people import NAMES

from devtool.paths import ADDON

#: what looks like a text and is for machines
FOR_MACHINES = re.compile(
    r"[A-Z_]+|UPDATE .*|Asia/Shanghai|[a-z]{2}_[A-Z]{2}|V03|R-|[a-z_]+( desc)?, id|\+86 .*|https?://.*|[\d:]+ – [\d:]+"
)
WORD = re.compile(r"[A-Z]|\s")


def is_text(value):
    return isinstance(value, str) and WORD.search(value) and value.strip() and not FOR_MACHINES.fullmatch(value)


def read_texts(path):
    """Return pairs of a text of a source file and whether it is told in the office's language."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nodes = list(ast.walk(tree))
    silent = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}  # docstrings
    told = [node.args[0] for node in nodes if isinstance(node, ast.Call) and is_saying(node.func)]
    told += [node.value for node in tree.body if isinstance(node, ast.Assign)]
    told_ids = {id(part) for node in told for part in ast.walk(node)}
    return [
        (node.value, id(node) in told_ids)
        for node in nodes
        if isinstance(node, ast.Constant) and id(node) not in silent and is_text(node.value)
    ]


def is_saying(function):
    return isinstance(function, ast.Attribute) and function.attr == "say"


def read_named(path):
    """Return the texts of the data files that :func:`settle_in` puts into the office's language."""
    for record in etree.parse(path).iterfind("record"):
        for name in NAMES.get(record.get("model"), ()):
            for field in record.iterfind(f"field[@name='{name}']"):
                yield "".join(field.itertext()).strip()


@tagged("post_install", "-at_install", "standard")
class TestDemoWords(BaseCase):
    def setUp(self):
        super().setUp()
        sources = [path for path in sorted((ADDON / "demo").rglob("*.py")) if path.name != "removal.py"]
        self.found = [pair for path in sources for pair in read_texts(path)]
        named = {text for path in (ADDON / "demo" / "data").glob("*.xml") for text in read_named(path)}
        self.texts = {text for text, _told in self.found} | named

    def test_every_text_is_told(self):
        """R138: what the demo writes goes through ``demo.say``."""
        self.assertEqual([text for text, told in self.found if not told], [])

    def test_table_has_every_text(self):
        """R138: no text of the demo stays English for a Chinese buyer."""
        for lang in LANGUAGES:
            self.assertEqual(sorted(self.texts - set(read_words(lang))), [])

    def test_table_has_nothing_else(self):
        """R138: what the demo says no more does not stay in the table."""
        for lang in LANGUAGES:
            self.assertEqual(sorted(set(read_words(lang)) - self.texts), [])

    def test_words_are_chinese(self):
        """R138: each translation has a Chinese character, and the placeholders of its text."""
        for text, word in read_words("zh_CN").items():
            self.assertRegex(word, r"[\u4e00-\u9fff]")
            self.assertEqual(text.count("%s"), word.count("%s"), text)

    def test_tables_are_told_whole(self):
        """R138: texts inside of tables are told, codes and numbers stay."""
        demo = Demo.__new__(Demo)
        demo.words = {"Hall": "厅"}
        self.assertEqual(demo.say((("Hall", "rep1", 2), {"Hall": "Hall"})), (("厅", "rep1", 2), {"Hall": "厅"}))
