from hashlib import sha256

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..rpc.rpc import core_door, rpc


class SalesOfficePreviewMixin(models.AbstractModel):
    """A dialog that does nothing before it has shown what it would do.

    What is shown are the lines of a one2many, made of what the dialog's :meth:`_prepare_shown` returns. Who changes
    what was asked has to look again; so has they whose facts changed while they looked: the dialog's ``action_confirm``
    begins with :meth:`_show_changed`.
    """

    _name = "sales.office.preview.mixin"
    _description = "Sales Office Preview Mixin"
    _inherit = "sales.office.reader.mixin"

    #: the fields that decide what is shown
    _asked_fields = frozenset()
    #: the one2many with what is shown
    _shown_field = "line_ids"

    state = fields.Selection([("ask", "Days"), ("shown", "Preview")], default="ask", required=True, readonly=True)
    is_changed = fields.Boolean(
        string="Changed Since", readonly=True, help="Other facts than the confirming person saw."
    )
    shown_digest = fields.Char(string="Digest of What Was Shown", readonly=True)

    @core_door
    def write(self, vals):
        """Change the dialog; what was asked anew has to be looked at again."""
        if not self._asked_fields.isdisjoint(vals):
            vals = {**vals, "state": "ask", self._shown_field: [Command.clear()]}
        return super().write(vals)

    @rpc(one=True)
    def action_preview(self):
        """Show what would be done. Nothing is done yet."""
        return self._show(self._prepare_shown())

    @rpc(one=True)
    def action_back(self):
        """Choose again."""
        self.write({"state": "ask", self._shown_field: [Command.clear()]})
        return self._reopen()

    def _prepare_shown(self):
        """Return the values of the lines to show; raise what prevents it."""
        raise NotImplementedError

    def _show(self, vals_list, is_changed=False):
        """Show lines with these values; return the action that opens the dialog with them."""
        lines = [Command.create(vals) for vals in vals_list]
        self.write(
            {
                "state": "shown",
                "is_changed": is_changed,
                "shown_digest": self._get_digest(vals_list),
                self._shown_field: [Command.clear(), *lines],
            }
        )
        return self._reopen()

    def _show_changed(self):
        """Return the action that shows what would be done now, ``None`` when that is what was shown.

        :raises UserError: when there was no preview
        """
        self._check_shown()
        return self._show_other(self._prepare_shown())

    def _check_shown(self):
        if self.state != "shown":
            raise UserError(self.env._("Look at the preview first."))

    def _show_other(self, vals_list):
        """Return the action that shows lines with these values, ``None`` when they are what was shown."""
        if self._get_digest(vals_list) != self.shown_digest:
            return self._show(vals_list, is_changed=True)
        return None

    def _get_digest(self, vals_list):
        return sha256(repr(vals_list).encode()).hexdigest()

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "name": self._get_title(),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def _get_title(self):
        """Return the title of the dialog."""
        raise NotImplementedError
