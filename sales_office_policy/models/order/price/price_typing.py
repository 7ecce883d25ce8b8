from odoo import models
from odoo.fields import Command

from ...organization.rpc.rpc import core_door
from .effective import DISCOUNT
from .price_book import get_key
from .price_list import REMEMBERED, Remembered
from .priced_order import OPEN

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
        asked = fields_spec.get("order_line")
        in_lines = (isinstance(asked, dict) and asked.get("fields")) or {}
        if field_names != ["order_line"] or NOTE not in in_lines:
            order = self.with_context(**{REMEMBERED: Remembered()})  # judged more than once
            return super(SalesOfficePricedOrder, order).onchange(values, field_names, fields_spec)
        lines = asked | {"fields": {name: spec for name, spec in in_lines.items() if name != NOTE}}
        typed = values.get("order_line") or []
        if not self:  # nothing was said before, and it is judged when all is known
            return _add_new_notes(
                super().onchange(values, field_names, fields_spec | {"order_line": lines, NOTES: {}}), typed
            )
        spec = {name: value for name, value in fields_spec.items() if name not in self._say_price(None)}
        result = super().onchange(values, field_names, spec | {"order_line": lines})
        return self._add_price_notes(result, typed, fields_spec)

    def _judge_shown_price(self):
        """Return the :class:`Judgement` of a quotation that says something about its price; else None."""
        shown = self.state in OPEN or self.sales_office_price_given == "unapproved"
        return self._judge_price() if shown else None

    def _say_price(self, judged):
        """Return what a judgement says, ``{field: value}``; None says nothing."""
        return {
            "sales_office_price_state": judged.state if judged else False,
            "sales_office_price_text": self._word_price(judged) if judged else False,
            "sales_office_price_notes": self._word_price_lines(judged) if judged else False,
            "sales_office_price_offered": bool(judged and judged.state == "beyond" and judged.offer),
        }

    def _add_price_notes(self, result, typed, fields_spec):
        """Return the answer to a form of this saved quotation, with what is said about its prices as they are typed.

        :param typed: commands of the form
        """
        form = self.new(origin=self)  # what Odoo has read of it just now is known
        judgement = form._judge_shown_price()
        said, value = form._say_price(judgement), result.setdefault("value", {})
        value |= {name: said[name] for name in said.keys() & fields_spec.keys()}
        if not judgement:
            return result
        told = self._find_told_lines(judgement, [*typed, *value.get("order_line", ())])
        known = _get_keys(typed)  # lines that Odoo has just added have no name for the form
        return _add_notes(result, {key: said[NOTES].get(key, False) for key in told if key.isdigit() or key in known})

    def _find_told_lines(self, judgement, commands):
        """Return the keys of the lines about which something else may be said than before some were changed.

        That is what is judged together with these, and all where one of them takes something off the whole.

        :param commands: of what was typed and of what followed
        """
        keys = _get_keys(commands)
        changed = [item for item in judgement.items if item.key in keys]
        before = self.order_line.filtered(lambda line: get_key(line) in keys)
        if any(item.kind == DISCOUNT for item in changed) or any(map(_is_off_the_whole, before)):
            return {item.key for item in judgement.items}
        groups = {item.group for item in changed} | {str(product.id) for product in before.product_id}
        return {item.key for item in judgement.items if item.group in groups}


def _is_off_the_whole(line):
    """Return whether more than one product may be judged by the line."""
    return line.price_unit < 0 or line.product_uom_qty < 0 or line.combo_item_id


def _get_keys(commands):
    """Return which lines the commands are about."""
    return {str(command[1]) for command in commands if len(command) > 1}


def _add_new_notes(result, typed):
    """Return the answer to a form of a new quotation, with the notes of lines that differ from what was typed."""
    notes = result.get("value", {}).pop(NOTES, None) or {}
    shown = {str(command[1]): command[2].get(NOTE) or False for command in typed if command[0] in SAYING}
    return _add_notes(result, {key: notes.get(key, False) for key in shown if shown[key] != notes.get(key, False)})


def _add_notes(result, notes):
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
