from collections.abc import Sequence
from typing import NamedTuple

from odoo import models
from odoo.exceptions import UserError

from .record.phrases import join_names
from .rpc.rpc import rpc

#: reasons for leaving records out that are told, and records named for each
NAMED = 8


class Many(NamedTuple):
    """What is done with many records at once: with those with which it can be done, and the others are told."""

    #: what is done: the name of the dialog where words are asked for
    label: str
    #: states it needs; any where there are none
    states: Sequence[str] = ()
    #: field that says whether the current user may
    flag: str = ""
    #: why it is left out where the field says no
    refusal: str = ""


class SalesOfficeProtectedMixin(models.AbstractModel):
    """The same done with many records, chosen in a list, with one reason for all.

    A model declares in :meth:`_get_many` what its ``action_<operation>`` does for many; one that asks for words is in
    ``_get_reasons`` as well, and the dialog asks them once. In a list that is
    ``<button name="action_for_many" type="object" context="{'operation': 'dismiss'}"/>`` in its header. What cannot be
    done with a record is no error: it is left out, and said why.
    """

    _inherit = "sales.office.protected.mixin"

    @rpc
    def action_for_many(self):
        """Do what the key ``operation`` of the context names with those of these records with which it can be done.

        Where that takes words, the dialog that asks for them is returned instead.

        :raises UserError: when there is nothing of the kind, or it can be done with none of them
        """
        operation = self.env.context.get("operation")
        many = self._get_many_of(operation)
        if operation not in self[:1]._get_reasons():
            return self._do_for_many(operation)
        self._sort_out_some(operation)  # nobody writes reasons for nothing
        return {
            "type": "ir.actions.act_window",
            "name": many.label,
            "res_model": "sales.office.reason",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "dialog_size": "medium",
                "default_res_model": self._name,
                "default_res_id": self[:1].id,
                "default_res_ids": self.ids,
                "default_operation": operation,
            },
        }

    def _get_many(self):
        """Return ``{operation: Many}``; an operation is carried out by the public ``action_<operation>``."""
        return {}

    def _get_many_of(self, operation):
        many = self._get_many().get(operation) if isinstance(operation, str) else None
        if not many or not self:
            raise UserError(
                self.env._("There is nothing here that is done with many at once. Choose from the list again.")
            )
        return many

    def _get_obstacles(self, operation):
        """Return ``{record: why it is left out}``; extended by models with more to ask for."""
        many = self._get_many_of(operation)
        labels = dict(self._fields["state"]._description_selection(self.env)) if many.states else {}
        needed = join_names(self.env, (labels[state] for state in many.states))
        obstacles = {}
        for record in self:
            if many.states and record.state not in many.states:
                obstacles[record] = self.env._(
                    "is %(state)s; needs: %(needed)s", state=labels[record.state], needed=needed
                )
            elif many.flag and not record[many.flag]:
                obstacles[record] = many.refusal
        return obstacles

    def _sort_out(self, operation):
        """Return the records with which it can be done now, and ``{record: why not}`` of the others."""
        obstacles = self._get_obstacles(operation)
        return self.filtered(lambda record: record not in obstacles), obstacles

    def _sort_out_some(self, operation):
        """As :meth:`_sort_out`, and raise a ``UserError`` where it can be done with none of them."""
        doable, obstacles = self._sort_out(operation)
        if not doable:
            raise UserError("\n".join((self.env._("None of those chosen:"), *self._describe_left_out(obstacles))))
        return doable, obstacles

    def _describe_left_out(self, obstacles):
        """Return a line for each reason, with the names of the first records it leaves out, and how many more."""
        by_reason = {}
        for record, why in obstacles.items():
            by_reason.setdefault(why, []).append(record)
        lines = [
            self.env._("%(record)s: %(why)s", record=self._name_some(records), why=why)
            for why, records in list(by_reason.items())[:NAMED]
        ]
        if others := sum(map(len, list(by_reason.values())[NAMED:])):
            lines.append(self.env._("and %(count)s more", count=others))
        return lines

    def _name_some(self, records):
        """Return the names of the first of ``records`` in one line, and how many more there are."""
        names = [record.display_name for record in records[:NAMED]]
        if len(records) > NAMED:
            names.append(self.env._("and %(count)s more", count=len(records) - NAMED))
        return join_names(self.env, names)

    def _do_for_many(self, operation, *words):
        """Do it, and return the message that says with how many, and which were left out and why."""
        many = self._get_many_of(operation)
        doable, obstacles = self._sort_out_some(operation)
        getattr(doable, f"action_{operation}")(*words)
        told = [self.env._("%(done)s: %(count)s", done=many.label, count=len(doable))]
        if obstacles:
            told += [self.env._("Left out: %(count)s", count=len(obstacles)), *self._describe_left_out(obstacles)]
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning" if obstacles else "success",
                "message": "\n".join(told),
                "className": "text-prewrap",
                "sticky": bool(obstacles),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
