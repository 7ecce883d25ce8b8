from odoo import models
from odoo.fields import Command

from ...organization.rpc.rpc import core_door
from .price_list import REMEMBERED, Remembered

NOTE, NOTES = "sales_office_price_note", "sales_office_price_notes"


class SalesOfficePricedOrder(models.AbstractModel):
    """Judges a quotation once for a value that is typed in its lines, when all that follows from it is known (R053).

    Odoo reads each line before, while and after it changes them. What is said of lines is left out of that: the
    quotation says it of all at once, and what differs from what the form shows is added to the answer.
    """

    _inherit = "sales.office.priced.order"

    @core_door
    def onchange(self, values, field_names, fields_spec):
        """Answer a form; what is said of the prices of lines comes from the quotation."""
        order = self.with_context(**{REMEMBERED: Remembered()})
        in_lines = (fields_spec.get("order_line") or {}).get("fields") or {}
        if field_names != ["order_line"] or NOTE not in in_lines:
            return super(SalesOfficePricedOrder, order).onchange(values, field_names, fields_spec)
        lines = fields_spec["order_line"] | {"fields": {name: in_lines[name] for name in in_lines if name != NOTE}}
        spec = fields_spec | {"order_line": lines, NOTES: {}}
        typed = values.get("order_line") or []
        result = super(SalesOfficePricedOrder, order).onchange(values, field_names, spec)
        value = result.get("value", {})
        saved = self[NOTES] or {}
        notes = value.pop(NOTES, saved) or {}
        if NOTES in fields_spec:
            value[NOTES] = notes
        if changed := _find_changed(saved, typed, value.get("order_line") or [], notes):
            value["order_line"] = _add_notes(value.get("order_line") or [], changed)
        return result


def _find_changed(saved, typed, answered, notes):
    """Return ``{key of a line: note}`` where the form does not show it yet.

    :param saved: ``{key: note}`` of the quotation as it is saved
    :param typed: commands of the form, which say what it shows of the lines changed in it
    :param answered: commands of the answer
    :param notes: ``{key: note}`` as it is now
    """
    shown = dict(saved)
    for command, number, values in typed:
        if command in (Command.CREATE, Command.UPDATE) and NOTE in values:
            shown[str(number)] = values[NOTE]
    removed = {str(command[1]) for command in [*typed, *answered] if command[0] in (Command.DELETE, Command.UNLINK)}
    return {
        key: notes.get(key, False)
        for key in (shown | notes).keys() - removed
        if (shown.get(key) or False) != notes.get(key, False)
    }


def _add_notes(commands, notes):
    """Return the commands with these notes of lines among them."""
    found = {str(command[1]): command[2] for command in commands if command[0] in (Command.CREATE, Command.UPDATE)}
    commands = list(commands)
    for key, note in notes.items():
        if key in found:
            found[key][NOTE] = note
        else:
            commands.append(Command.update(int(key) if key.isdigit() else key, {NOTE: note}))
    return commands
