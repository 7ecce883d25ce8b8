"""What a record is called while it is new and half filled in."""

import re

from odoo.tools import format_date

from ..common import SalesOfficeCommon
from .catalogue import module_models

EXAMPLES = {
    "char": "Rooms",
    "text": "Rooms",
    "date": "2026-03-02",
    "datetime": "2026-03-02 01:00:00",
    "integer": 1,
    "float": 1.0,
    "monetary": 1.0,
    "boolean": True,
}
#: what nobody types
UNTYPED = frozenset({"id", "display_name", "create_uid", "create_date", "write_uid", "write_date"})
#: what an empty part leaves in a title: a word of the software's, a placeholder, brackets, or a mark that joins nothing
EMPTY_PART = re.compile(r"\b(False|None|NewId\w*)\b|%\(|\(\s*\)|^\s*[-:,.·/]|[-:,·/]\s*$|, ,|\s[-,:]\s*[-,:]\s|: :|  ")


class TestTitles(SalesOfficeCommon):
    def _get_example(self, field):
        """Return a value for the field, or ``None``."""
        if field.type == "many2one":
            comodel = self.env[field.comodel_name]
            return None if comodel._transient else comodel.search([], limit=1).id or None
        if field.type == "selection":
            return next(iter(field.get_values(self.env)), None)
        return EXAMPLES.get(field.type)

    def _get_fills(self, model):
        """Yield the values of new records: nothing, each field alone, and all of them but one."""
        examples = {}
        for name, field in model._fields.items():
            if field.compute and field.readonly or name in UNTYPED:
                continue
            if (value := self._get_example(field)) is not None:
                examples[name] = value
        yield {}
        for name, value in examples.items():
            yield {name: value}
        for left_out in examples:
            yield {name: value for name, value in examples.items() if name != left_out}

    def test_new_records_have_sensible_titles(self):
        """R135: no title or computed text of a new record says "False", shows a placeholder or ends in a comma."""
        model_titles = 0
        for model in module_models(self.env, transient=True):
            titles = [
                name
                for name, field in model._fields.items()
                if field.type == "char" and field.compute and not field.related and not field.groups
            ]
            wrong = set()
            for vals in self._get_fills(model):
                without = {name: False for name, field in model._fields.items() if field.default}
                record = model.new(without | vals)
                for name in titles:
                    title = record[name]
                    model_titles += 1
                    if title and EMPTY_PART.search(title):
                        wrong.add(f"{name} = {title!r} of {', '.join(vals) if len(vals) < 2 else 'nearly all'}")
            with self.subTest(model=model._name):
                self.assertFalse(wrong, "\n" + "\n".join(sorted(wrong)))
        self.assertGreater(model_titles, 1000)

    def test_records_are_called_what_their_reader_calls_them(self):
        """R135: a record named after a choice or a day shows the choice's label, and the day as days are written."""
        self.env["res.lang"]._activate_lang("zh_CN")
        tried = 0
        for model in module_models(self.env, transient=True):
            model = model.with_context(lang="zh_CN")
            field = model._fields.get(model._rec_name)
            if field is None or field.type not in ("selection", "date"):
                continue
            tried += 1
            value = self._get_example(field)
            said = {"date": format_date(model.env, EXAMPLES["date"])}.get(field.type) or dict(
                field._description_selection(model.env)
            )[value]
            with self.subTest(model=model._name):
                self.assertIn(said, model.new({field.name: value}).display_name)
        self.assertGreater(tried, 2)
