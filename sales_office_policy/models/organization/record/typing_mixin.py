import re

from odoo import api, models
from odoo.exceptions import ValidationError

#: what is unique by plain columns, whatever else is
UNIQUE = re.compile(r"^UNIQUE\s*(?:INDEX\s*)?\(([\w\s,]+)\)\s*(?:DEFERRABLE[\w\s]*)?$")
#: 0 is a value like any other
NUMBERS = ("integer", "float", "monetary")


class SalesOfficeTypingMixin(models.AbstractModel):
    """Says while something is typed what it would be refused for, instead of when the whole record is saved.

    That two lines of a one2many cannot both be is read from the unique constraints of the lines, without a word in the
    model. What else is refused is told by an onchange of the model with :meth:`_warn_of_refusal`.
    """

    _name = "sales.office.typing.mixin"
    _description = "Sales Office Typing Mixin"

    def _has_onchange(self, field, other_fields):
        return bool(self._get_line_keys(field)) or super()._has_onchange(field, other_fields)

    def _apply_onchange_methods(self, field_name, result):
        applied = super()._apply_onchange_methods(field_name, result)
        for constraint, names in self._get_line_keys(self._fields[field_name]).items():
            if self._has_twins(self[field_name], names):
                message = self._get_constraint_message(self[field_name], constraint)
                result["warnings"].add(tuple(self._prepare_warning(message).values()))
        return applied

    def _warn_of_refusal(self, check):
        """Return, for an onchange, the sentence ``check`` would refuse these values with; None if it would not."""
        try:
            check()
        except ValidationError as refusal:
            return {"warning": self._prepare_warning(str(refusal))}
        return None

    def _prepare_warning(self, message):
        return {"title": self.env._("This will not be saved"), "message": message, "type": "notification"}

    @api.model
    def _get_line_keys(self, field):
        """Return ``{constraint: names of fields}``, of which no two lines of a one2many have the same values."""
        if field.type != "one2many" or not field.inverse_name:
            return {}
        lines, keys = self.env[field.comodel_name], {}
        for constraint in lines._table_objects.values():
            found = UNIQUE.match(constraint.get_definition(self.pool))
            names = {name.strip() for name in found[1].split(",")} if found else set()
            if field.inverse_name not in names:
                continue
            typed = sorted(names - {field.inverse_name})
            if typed and not any(lines._fields[name].readonly for name in typed):
                keys[constraint] = typed
        return keys

    @api.model
    def _has_twins(self, lines, names):
        """Return whether two of ``lines`` have the same values; lines that were only added do not count yet."""
        filled = lines.filtered(lambda line: all(line[name] or line._fields[name].type in NUMBERS for name in names))
        groups = filled.grouped(lambda line: tuple(line[name] for name in names)).values()
        return any(len(twins.filtered(self._is_touched)) > 1 for twins in groups if len(twins) > 1)

    @api.model
    def _is_touched(self, line):
        """Return whether anything in a line differs from what a new one begins with, or it is saved already."""
        typed = [
            name
            for name, field in line._fields.items()
            if field.store and not field.compute and not field.readonly and field.type not in ("one2many", "many2many")
        ]
        fresh = line.new(line.default_get(typed))
        # the record a line belongs to is not typed
        return bool(line._origin) or any(
            line[name] != fresh[name] for name in typed if line._fields[name].comodel_name != self._name
        )

    @api.model
    def _get_constraint_message(self, model, constraint):
        """Return the translated sentence of a constraint of ``model``."""
        known = self.env["ir.model.constraint"].sudo()  # sudo: sentences for everybody
        known = known.search_fetch([("name", "=", constraint.full_name(model))], ["message"], limit=1)
        return known.message or constraint.get_error_message(model)
