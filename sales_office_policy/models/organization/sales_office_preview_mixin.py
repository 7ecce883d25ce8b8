from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from .rpc import core_door, rpc


class SalesOfficePreviewMixin(models.AbstractModel):
    """A dialog that does nothing before it has shown what it would do.

    What is shown are the lines of a one2many; who changes what was asked has to look again. The dialog's own
    ``action_preview`` ends with :meth:`_show`, its ``action_confirm`` begins with :meth:`_check_shown`.
    """

    _name = "sales.office.preview.mixin"
    _description = "Sales Office Preview Mixin"
    _inherit = "sales.office.reader.mixin"

    #: the fields that decide what is shown
    _asked_fields = frozenset()
    #: the one2many with what is shown
    _shown_field = "line_ids"

    state = fields.Selection([("ask", "Days"), ("shown", "Preview")], default="ask", required=True, readonly=True)

    @core_door
    def write(self, vals):
        """Change the dialog; what was asked anew has to be looked at again."""
        if not self._asked_fields.isdisjoint(vals):
            vals = {**vals, "state": "ask", self._shown_field: [Command.clear()]}
        return super().write(vals)

    @rpc(one=True)
    def action_back(self):
        """Choose again."""
        self.write({"state": "ask", self._shown_field: [Command.clear()]})
        return self._reopen()

    def _show(self, vals_list):
        """Show lines with these values; return the action that opens the dialog with them."""
        lines = [Command.create(vals) for vals in vals_list]
        self.write({"state": "shown", self._shown_field: [Command.clear(), *lines]})
        return self._reopen()

    def _check_shown(self):
        """Raise a ``UserError`` when there was no preview."""
        if self.state != "shown":
            raise UserError(self.env._("Look at the preview first."))

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
