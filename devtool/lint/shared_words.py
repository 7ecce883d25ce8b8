"""Words that mean two things: Odoo keeps one translation per source string of a module.

"To" of a task and "To" of a period are one entry of the catalog, so one of the two would read wrong. No program knows
what a word means, but it knows where it is used: a short string that more than one model shows has to stand in
shared_words.csv with its one meaning and the models it was read in. Models are written as there: the dots are
underscores and "sales_office_" is left out; a model stands for its lines and dialogs too (document: document_loan).
"""

import ast
import csv
import re
from pathlib import Path
from xml.etree import ElementTree

from ..paths import ADDON, ROOT
from ..translations import TEMPLATE, entries

TABLE = Path(__file__).with_suffix(".csv")
COLUMNS = ["source", "meaning", "where"]
ANYWHERE = "anywhere"
WORDS = 3
SENTENCE = re.compile(r"[.:;?!,…<>%{}]|\be\.g\b")
# one page and what it writes are the same place; a user shows the fields of their contact
SAME = {"res_company": "settings", "res_config_settings": "settings", "res_users": "res_partner"}


def check():
    """Return the short strings that two models share unread, and rows of the table that are no longer true."""
    if not TABLE.is_file():
        return [f"{TABLE.relative_to(ROOT)} is missing"]
    with open(TABLE, encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        rows = list(reader)
    if reader.fieldnames != COLUMNS:
        return [f"{TABLE.name}: the columns must be {','.join(COLUMNS)}"]
    used = shared(Source(ADDON), entries(TEMPLATE))
    return [*_wrong_rows(rows, used), *_unread(used, {row["source"]: row["where"].split() for row in rows})]


def shared(source, strings):
    """Return {short string: models that show it} of those that no single model with its lines and dialogs covers."""
    used = {}
    for text, _translation, places in strings:
        if len(text.split()) > WORDS or SENTENCE.search(text):
            continue
        models = {SAME.get(model, model) for model in map(source.get_model, places) if model}
        if len(models) > 1 and not any(_covers(root, model_set=models) for root in source.models):
            used[text] = models
    return used


def _covers(root, model_set):
    return all(model == root or model.startswith(f"{root}_") for model in model_set)


def _unread(used, known):
    """Yield what to do about each shared string that nobody has read in all its places."""
    for text, models in sorted(used.items()):
        where = known.get(text)
        if where is None:
            yield (
                f"{text!r} is used by {_list(models)}: if it means the same in all of them, add it to {TABLE.name};"
                " if not, give one of them another word"
            )
        elif ANYWHERE not in where:
            new = {model for model in models if not any(_covers(root, {model}) for root in where)}
            if new:
                yield (
                    f"{text!r} is now used by {_list(new)} as well: if it means there what {TABLE.name} says, add it"
                    " to the row; if not, give it another word"
                )


def _wrong_rows(rows, used):
    """Yield rows that are written twice, say nothing, or name what no longer shares the string."""
    seen = set()
    for row in rows:
        text, where = row["source"], (row["where"] or "").split()
        if text in seen:
            yield f"{TABLE.name}: {text!r} stands there twice"
        seen.add(text)
        if not (row["meaning"] or "").strip() or not where:
            yield f"{TABLE.name}: say what {text!r} means, and where it was read ({ANYWHERE} or models)"
        if text not in used:
            yield f"{TABLE.name}: {text!r} is not shared by two models any more, take the row out"
            continue
        gone = [root for root in where if root != ANYWHERE and not any(_covers(root, {m}) for m in used[text])]
        if gone:
            yield f"{TABLE.name}: {text!r} is not used by {_list(gone)} any more, take it out of the row"


def _list(models):
    return ", ".join(sorted(models))


def short(model):
    """Return the name of a model as the table has it: document_loan of sales.office.document.loan."""
    return model.replace(".", "_").removeprefix("sales_office_")


class Source:
    """What the add-on's files say about where a string of the template is shown."""

    def __init__(self, addon):
        self.addon = addon
        self.fields = {}  # model: names of the fields that it declares itself
        self.records = {}  # XML id: model that a view, an action or a menu is about
        self.menus = {}  # XML id: that of its action
        self.files = {}  # file of code, from the add-on's folder on: model
        for path in sorted(addon.rglob("*.py")):
            self._read_python(path)
        for path in sorted(addon.rglob("*.xml")):
            if path.relative_to(addon).parts[0] != "static":
                self._read_xml(path)
        self.models = set(self.fields)
        self.records.update((menu, self.records.get(action, "menu")) for menu, action in self.menus.items())

    def get_model(self, place):
        """Return the model that shows the string there; None for what a model only inherits from another."""
        kind, _separator, rest = place.partition(":")
        if kind == "code":
            return self._of_file(rest)
        table, _column, xml_id = re.split(r"[,:]", rest, maxsplit=2)
        name = xml_id.partition(".")[2]
        if table in {"ir.model.fields", "ir.model.fields.selection"}:
            model, field = re.match(r"(?:field|selection)__?(.+?)__(.+)", name).groups()
            model, field = short(model), field if table == "ir.model.fields" else field.partition("__")[0]
            return model if field in self.fields.get(model, ()) else None
        if table == "ir.model":
            return short(name.removeprefix("model_"))
        if table.startswith("ir."):
            return self.records.get(name, name)
        return short(table)

    def _of_file(self, path):
        """Return the model whose code a file is; for screens in JavaScript and other code, the file's name."""
        path = path.rpartition(":")[0].partition(f"{self.addon.name}/")[2]
        return self.files.get(path) or Path(path).stem

    def _read_python(self, path):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if not isinstance(node, ast.ClassDef):
                continue
            values = {
                statement.targets[0].id: statement.value
                for statement in node.body
                if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name)
            }
            model = _constant(values.get("_name")) or _constant(values.get("_inherit"))
            if model:
                self.files.setdefault(str(path.relative_to(self.addon)), short(model))
                self.fields.setdefault(short(model), set()).update(name for name in values if name[0] != "_")

    def _read_xml(self, path):
        """Remember what the file's views, actions and menus are about; a page belongs to the model of its file."""
        page = re.sub(r"_(views?|templates?|report|menus)$", "", short(path.stem))
        tree = ElementTree.parse(path)
        for node in tree.iter("template"):
            self.records[node.get("id")] = page
        self.menus.update((node.get("id"), node.get("action")) for node in tree.iter("menuitem"))
        for node in tree.iter("record"):
            values = {field.get("name"): field for field in node.iterfind("field")}
            model = next((values[name] for name in ("res_model", "model", "model_id") if name in values), None)
            if node.get("id") and node.get("model", "").startswith("ir."):
                about = model is not None and (model.text or model.get("ref", "").removeprefix("model_"))
                self.records[node.get("id")] = short(about) if about else page


def _constant(node):
    """Return the string of a literal, or the first one of a list of them."""
    if isinstance(node, ast.List) and node.elts:
        node = node.elts[0]
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None
