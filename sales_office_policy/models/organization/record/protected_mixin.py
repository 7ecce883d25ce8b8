from typing import NamedTuple

from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.models import MAGIC_COLUMNS

from ..rpc.rpc import core_door, rpc
from .phrases import join_names
from .row_lock import lock_rows

MODULE = "sales_office_policy"


class Reason(NamedTuple):
    """What is asked before an action is done with a few words."""

    #: what is done: the title of the dialog and its button
    button: str
    #: what to write, and what follows from it
    question: str
    #: fields of the record that are shown above the question, where they are not empty
    shown: tuple[str, ...] = ()
    #: an example of what to write
    placeholder: str = ""
    #: the action takes no words as well
    is_optional: bool = False


class SalesOfficeProtectedMixin(models.AbstractModel):
    """A record of which people type some fields, and actions and the software write the rest.

    Which is which, the definition of a field says: what is stored and readonly is written by actions only, as
    superuser, or follows from other fields. Nobody else writes it: neither ``write`` nor ``create`` take it, nor does
    a new record get it from a default of the context or of the user's own. A form never sends such values; over RPC
    and by an import anybody who may write the record could. When the rest may be typed, a model says in
    :meth:`_check_editable`.

    Nor is a record put where its writer may not write, which Odoo asks of new records only.

    A model declares what its actions ask for in :meth:`_get_reasons`; one dialog, ``sales.office.reason``, asks it. In
    a view that is ``<button name="action_ask_reason" type="object" context="{'reason': 'dismiss'}"/>``.
    """

    _name = "sales.office.protected.mixin"
    _description = "Sales Office Protected Record Mixin"
    _inherit = "sales.office.reader.mixin"

    #: what says whose a record is: the record rules are asked again about where it comes to
    _place_fields = frozenset({"company_id", "department_id", "employee_id"})
    #: further fields that a context never fills in for who creates over RPC
    _never_by_context = frozenset()

    @core_door
    @api.model_create_multi
    def create(self, vals_list):
        """Make records without values for what only actions write, or for what follows from the rest.

        :raises AccessError: such a value is given
        """
        if not self.env.su:
            for vals in vals_list:
                self._check_new(vals)
        return super().create(vals_list)

    @core_door
    def write(self, vals):
        """Change what may be typed; access is asked again for where the record comes to.

        :raises AccessError: a value is given for what actions write or what follows from the rest, or the user may not
            write there
        :raises UserError: the model says that nothing may be typed any more
        """
        if not self.env.su:
            self.check_access("write")
            self._check_not_derived(vals)
            self._check_not_closed(vals)
            self._check_editable(vals)
        result = super().write(vals)
        if not self.env.su and not self._place_fields.isdisjoint(vals):
            self.check_access("write")
        return result

    @core_door
    @api.model
    def default_get(self, fields):
        """Begin what nobody types in as the model says, not as a context or somebody's own default would have it."""
        defaults = super().default_get(fields)
        if not self.env.su:
            chosen = {name.removeprefix("default_") for name in self.env.context if name.startswith("default_")}
            forged = {name for name in chosen if name in self._never_by_context or self._is_derived(name)}
            forged.update(filter(self._is_closed, chosen.union(self.env["ir.default"]._get_model_defaults(self._name))))
            for name in forged.intersection(defaults):
                del defaults[name]
                if self._fields[name].default:
                    defaults[name] = self._get_own_default(name)
        return defaults

    @core_door
    def copy_data(self, default=None):
        """Leave out what actions wrote: a copy begins anew.

        :raises AccessError: the records are not the user's to read
        """
        if self.env.su:
            return super().copy_data(default)
        self.check_access("read")  # what is in the cache already is not asked for
        kept = set(default or {}).union(name for name in self._fields if not self._is_closed(name))
        # nothing of what was copied before, by way of a record that refers to it
        return [vals and {name: vals[name] for name in vals if name in kept} for vals in super().copy_data(default)]

    @rpc(one=True)
    def action_ask_reason(self):
        """Return the dialog that asks for words and then does what the key ``reason`` of the context names.

        :raises UserError: when the record asks for no words before such a thing
        """
        operation = self.env.context.get("reason")
        return {
            "type": "ir.actions.act_window",
            "name": self._get_reason(operation).button,
            "res_model": "sales.office.reason",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "dialog_size": "medium",
                "default_res_model": self._name,
                "default_res_id": self.id,
                "default_operation": operation,
            },
        }

    def _get_reasons(self):
        """Return ``{operation: Reason}``; an operation is carried out by the public ``action_<operation>(text)``."""
        return {}

    def _get_reason(self, operation):
        reason = self._get_reasons().get(operation) if isinstance(operation, str) else None
        if not reason:
            raise UserError(self.env._("There is nothing here to give a reason for. Open it from the record again."))
        return reason

    def _check_editable(self, vals):
        """Raise unless the user may type these values now; extended by each model (not asked of superuser)."""

    def _check_reason(self, text, message=None):
        """Return the text without blanks around it; raise a ``UserError`` when nothing is left."""
        text = (text or "").strip()
        if not text:
            raise UserError(message or self.env._("Say why."))
        return text

    def _check_state(self, *states):
        """Raise a ``UserError`` unless every record is in one of ``states``."""
        wrong = self.filtered(lambda record: record.state not in states)
        if wrong:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(name)s is %(state)s; this needs: %(needed)s.",
                    name=wrong[0].display_name,
                    state=labels[wrong[0].state],
                    needed=join_names(self.env, (labels[state] for state in states)),
                )
            )

    def _lock(self):
        """Wait for whoever is changing these records just now, and refuse a request whose view of them is older."""
        lock_rows(self)

    def _begin(self, *states):
        """Return these records (sudo), locked until the transaction ends, if all are in one of ``states``.

        Who may do it is checked by the caller. Whoever does the same at the same time is run again by Odoo.

        :raises AccessError: the user may not read them
        :raises UserError: somebody went further
        """
        self.check_access("read")
        records = self.sudo()  # sudo: what the actions write is closed to ordinary writing
        records._lock()
        records._check_state(*states)
        return records

    @api.model
    def _is_derived(self, name):
        """Return whether a field follows from others."""
        field = self._fields.get(name)
        return bool(field and field.store and field.compute and field.readonly)

    @api.model
    def _is_closed(self, name):
        """Return whether a field of ours follows from nothing and nobody types in it: actions or the software write it.

        So it is with lines that are readonly.
        """
        field = self._fields.get(name)
        if not field or field._module != MODULE or name in MAGIC_COLUMNS or not field.readonly or field.compute:
            return False
        return bool(field.store) or field.type == "one2many"

    @api.model
    def _get_own_default(self, name):
        """Return what the model itself begins a field with."""
        field = self._fields[name]
        return field.convert_to_write(field.default(self), self) if field.default else False

    @api.model
    def _is_own_default(self, name, value):
        """Return whether a value is what a new record begins with anyway; that is no choice."""
        own = self._get_own_default(name)
        if not value and not own:
            return True
        field = self._fields[name]
        return field.convert_to_cache(value, self, validate=False) == field.convert_to_cache(own, self, validate=False)

    @api.model
    def _check_new(self, vals):
        """Raise an ``AccessError`` if values for a new record say what nobody types in."""
        self._check_not_derived(vals)
        closed = filter(self._is_closed, vals)
        self._check_not_closed(name for name in closed if not self._is_own_default(name, vals[name]))

    @api.model
    def _check_not_derived(self, names):
        if labels := self._get_labels(filter(self._is_derived, names)):
            raise AccessError(
                self.env._(
                    "Not chosen by hand, because it follows from the rest of the record: %(names)s.", names=labels
                )
            )

    @api.model
    def _check_not_closed(self, names):
        if labels := self._get_labels(filter(self._is_closed, names)):
            raise AccessError(self.env._("%(names)s: not entered by hand. Use the buttons.", names=labels))

    @api.model
    def _get_labels(self, names):
        return join_names(
            self.env, sorted({self._fields[name]._description_string(self.env) or name for name in names})
        )
