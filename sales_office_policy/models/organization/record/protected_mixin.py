from typing import NamedTuple

from odoo import models
from odoo.exceptions import UserError

from ..rpc.rpc import rpc


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
    """A record that actions move, which ask for words, and say in a sentence what it is not ready for.

    A model declares what its actions ask for in :meth:`_get_reasons`; one dialog, ``sales.office.reason``, asks it. In
    a view that is ``<button name="action_ask_reason" type="object" context="{'reason': 'dismiss'}"/>``.
    """

    _name = "sales.office.protected.mixin"
    _description = "Sales Office Protected Record Mixin"
    _inherit = "sales.office.reader.mixin"

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
                    needed=", ".join(labels[state] for state in states),
                )
            )
