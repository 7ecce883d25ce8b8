"""A view offers to duplicate or to delete only what its reader can duplicate or delete."""

import ast

from lxml import etree
from psycopg2 import Error

from odoo import fields
from odoo.exceptions import UserError
from odoo.tools import SQL, mute_logger
from odoo.tools.safe_eval import safe_eval

from ..common import SalesOfficeCommon
from .catalogue import module_models
from .factories.factories import FACTORIES
from .test_matrix import HARBOUR

#: what an expression of a view knows besides the fields
CONTEXT = {"uid", "current_date"}


class TestOffers(SalesOfficeCommon):
    def _get_views(self, model_name):
        """Return ``{view: its root}`` of what shows the model by itself; what a dialog of ours shows has no menu."""
        views = self.env["ir.ui.view"].search(
            [("model", "=", model_name), ("type", "in", ("form", "list", "kanban")), ("mode", "=", "primary")]
        )
        return {view: etree.fromstring(view.get_combined_arch()) for view in views}

    def _readers(self, record, operation):
        """Return the record as each of the office who may read it and has the right to ``operation``."""
        for viewer in HARBOUR:
            seen = self.as_(getattr(self, viewer), record)
            if seen.has_access("read") and seen.has_access(operation):
                yield seen

    def _get_refusal(self, call):
        """Return what a call is refused with, '' if it is not; it is taken back in any case."""
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint() as point:
                call()
                self.env.flush_all()
                point.rollback()
        except (UserError, Error) as error:
            return str(error)
        finally:
            self.env.invalidate_all()
        return ""

    def _states(self, record):
        """Put the record into each of its states, whatever leads there, and yield their names."""
        field = record._fields.get("state")
        if not field or not field.store or field.type != "selection":
            yield False
            return
        for state, _label in field._description_selection(self.env):
            try:
                with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                    self.env.cr.execute(
                        SQL("UPDATE %s SET state = %s WHERE id = %s", SQL.identifier(record._table), state, record.id)
                    )
            except Error:
                continue  # the database itself knows that this record cannot be in that state
            self.env.invalidate_all()
            yield state

    def _says_delete(self, root, seen):
        """Return whether a view offers to delete the record just now."""
        if root.get("delete") in ("0", "false"):
            return False
        if not (when := root.get("delete_when")):
            return True
        values = {"uid": seen.env.uid, "current_date": str(fields.Date.today())}
        for name in self._get_names(when) - CONTEXT:
            value = seen[name]
            values[name] = value.id if isinstance(value, type(seen.env["base"])) else value
            if seen._fields[name].type == "date":
                values[name] = str(value)
        return bool(safe_eval(when, values))

    def _get_names(self, expression):
        return {node.id for node in ast.walk(ast.parse(expression, mode="eval")) if isinstance(node, ast.Name)}

    def test_duplicate(self):
        """R135: what cannot be twice is nowhere offered as a duplicate."""
        wrong = []
        for model_name, factory in FACTORIES.items():
            offering = [
                view.xml_id
                for view, root in self._get_views(model_name).items()
                if root.get("create") not in ("0", "false") and root.get("duplicate") not in ("0", "false")
            ]
            if not offering:
                continue
            record = factory(self, self.rep)
            refusals = [self._get_refusal(seen.copy) for seen in self._readers(record, "create")]
            if any(refusals):
                wrong.append((*offering, *refusals))
        self.assertFalse(wrong)

    def test_delete(self):
        """R135: what is locked, or is somebody else's to delete, is nowhere offered for deletion."""
        wrong = []
        for model_name, factory in FACTORIES.items():
            views = self._get_views(model_name)
            if all(root.get("delete") in ("0", "false") for root in views.values()):
                continue
            record = factory(self, self.rep)
            self.env.flush_all()
            for state in self._states(record):
                for seen in self._readers(record, "unlink"):
                    offering = [view.xml_id for view, root in views.items() if self._says_delete(root, seen)]
                    if offering and self._get_refusal(seen.unlink):
                        wrong.append((state, seen.env.user.login, *offering))
        self.assertFalse(wrong)

    def test_what_is_used_is_not_deleted(self):
        """R135: a form that offers deletion asks first whether a record of ours holds what it shows."""
        wrong = []
        for model in module_models(self.env):
            held = any(
                field.type == "many2one" and field.comodel_name == model._name and field.ondelete == "restrict"
                for other in module_models(self.env)
                for field in other._fields.values()
                if field.store
            )
            for view, root in self._get_views(model._name).items() if held else ():
                offers = root.get("delete") not in ("0", "false") and not root.get("delete_when")
                if offers and root.tag == "form":
                    wrong.append(view.xml_id)
        self.assertFalse(wrong)

    def test_is_used(self):
        """R135: a closing template, a kind of case or of reward, an item or a schedule can be deleted until used."""
        for holder_name, field_name in (
            ("sales.office.closing", "template_id"),
            ("sales.office.violation", "type_id"),
            ("sales.office.reward", "type_id"),
            ("sales.office.supply.move", "supply_id"),
        ):
            with self.subTest(holder_name):
                held = FACTORIES[holder_name](self, self.rep)[field_name]
                self.assertTrue(held.is_used)
                self.assertTrue(self._get_refusal(held.unlink))
        template = FACTORIES["sales.office.closing"](self, self.rep).template_id.copy()
        self.assertFalse(template.is_used)
        template.unlink()
        self.assertFalse(FACTORIES["sales.office.meeting.schedule"](self, self.rep).is_used)

    def test_conditions_are_in_the_view(self):
        """R135: what says when a record can go is asked of fields of the form, by the form that asks it."""
        views = self.env["ir.ui.view"].search([("arch_db", "like", "delete_when=")])
        self.assertTrue(views)
        for view in views:
            with self.subTest(view.xml_id):
                root = etree.fromstring(view.get_combined_arch())
                names = {node.get("name") for node in root.iter("field")}
                self.assertLessEqual(self._get_names(root.get("delete_when")) - CONTEXT, names)
                self.assertEqual(root.get("js_class"), "sales_office_form")
