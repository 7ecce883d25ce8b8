from odoo import models
from odoo.fields import Command

from ...organization.rpc.rpc import core_door
from .effective import DISCOUNT
from .price_book import get_key
from .price_list import REMEMBERED, Remembered

NOTE, NOTES = "sales_office_price_note", "sales_office_price_notes"
#: commands that say something of a line
SAYING = (Command.CREATE, Command.UPDATE)


class SalesOfficePricedOrder(models.AbstractModel):
    """Judges a quotation once for a value that is typed in its lines, when all that follows from it is known (R053).

    Odoo reads what is computed before, while and after it changes a line. What is said about prices is left out of
    that, and added to the answer.
    """

    _inherit = "sales.office.priced.order"

    @core_door
    def onchange(self, values, field_names, fields_spec):
        """Answer a form; what is said about prices is found out last."""
        in_lines = (fields_spec.get("order_line") or {}).get("fields") or {}
        if field_names != ["order_line"] or NOTE not in in_lines:
            order = self.with_context(**{REMEMBERED: Remembered()})  # judged more than once
            return super(SalesOfficePricedOrder, order).onchange(values, field_names, fields_spec)
        lines = fields_spec["order_line"] | {"fields": {name: in_lines[name] for name in in_lines if name != NOTE}}
        typed = values.get("order_line") or []
        if not self:  # nothing was said before, and it is judged when all is known
            result = super().onchange(values, field_names, fields_spec | {"order_line": lines, NOTES: {}})
            notes = result.get("value", {}).pop(NOTES, None) or {}
            shown = {str(command[1]): command[2].get(NOTE) or False for command in typed if command[0] in SAYING}
            return _tell(result, {key: notes.get(key, False) for key in shown if shown[key] != notes.get(key, False)})
        spec = {name: asked for name, asked in fields_spec.items() if name not in self._say_price(None)}
        result = super().onchange(values, field_names, spec | {"order_line": lines})
        form = self.new(origin=self)  # as it is typed: what was read of it just now is known
        judgement = form._judge_shown_price()
        said, value = form._say_price(judgement), result.setdefault("value", {})
        value |= {name: said[name] for name in said.keys() & fields_spec.keys()}
        if not judgement:
            return result
        told = self._find_told_lines(judgement, [*typed, *value.get("order_line", ())])
        known = _get_keys(typed)
        return _tell(result, {key: said[NOTES].get(key, False) for key in told if key.isdigit() or key in known})

    def _find_told_lines(self, judgement, commands):
        """Return the keys of the lines about which something else may be said than before some were changed.

        That is what is judged together with these, and all where one of them takes something off the whole.

        :param commands: of what was typed and of what followed
        """
        keys = _get_keys(commands)
        items = {item.key: item for item in judgement.items}
        groups = {items[key].group for key in keys & items.keys()}
        whole = any(items[key].kind == DISCOUNT for key in keys & items.keys())
        for line in self.order_line:
            if get_key(line) in keys:
                groups.add(str(line.product_id.id))
                whole = whole or line.price_unit < 0 or line._is_global_discount() or line.combo_item_id
        return {key for key, item in items.items() if whole or item.group in groups}


def _get_keys(commands):
    """Return which lines the commands are about."""
    return {str(command[1]) for command in commands if len(command) > 1}


def _tell(result, notes):
    """Return the answer with these notes of lines, ``{key: note}``, in it."""
    if not notes:
        return result
    value = result.setdefault("value", {})
    commands = value["order_line"] = list(value.get("order_line", ()))
    found = {str(command[1]): command[2] for command in commands if command[0] in SAYING}
    for key, note in notes.items():
        if key in found:
            found[key][NOTE] = note
        else:
            commands.append(Command.update(int(key) if key.isdigit() else key, {NOTE: note}))
    return result
