from odoo import fields, models
from odoo.exceptions import UserError

from ...organization.rpc.rpc import rpc


class SalesOfficeClosingLine(models.Model):
    """One item of a closing list, ticked by whoever of the office did it."""

    _name = "sales.office.closing.line"
    _description = "Closing List Item"
    _inherit = "sales.office.protected.mixin"
    _order = "sequence, id"  # within its list: by that, too, PostgreSQL would join lists and offices to read lines

    closing_id = fields.Many2one("sales.office.closing", required=True, index=True, ondelete="cascade")
    item_id = fields.Many2one(
        "sales.office.closing.template.line",
        string="Template Item",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    sequence = fields.Integer(readonly=True)
    name = fields.Char(string="Item", required=True, translate=True, readonly=True)
    can_tick = fields.Boolean(related="closing_id.can_tick")
    remark = fields.Char(readonly=True, help="Why the item does not apply today.")
    marked_at = fields.Datetime(readonly=True)
    marked_by_id = fields.Many2one("res.users", readonly=True)
    state = fields.Selection(
        [("open", "To Do"), ("done", "Done"), ("skipped", "Not Applicable")],
        required=True,
        default="open",
        readonly=True,
    )

    @rpc
    def action_tick(self):
        """Tick these items; one that is ticked already keeps the first tick (R010).

        :raises UserError: the list is finished, of another day, or its end time has passed
        """
        self._mark("done")

    @rpc
    def action_untick(self):
        """Take ticks back while the list is open."""
        self._mark("open")

    @rpc
    def action_skip(self, remark: str):
        """Mark items as not applicable today.

        :param str remark: why, for example that the water dispenser is being repaired
        :raises UserError: no remark, or what :meth:`_mark` refuses
        """
        if not (remark or "").strip():
            raise UserError(self.env._("Say why it does not apply today."))
        self._mark("skipped", remark)

    def _mark(self, state, remark=False):
        self.check_access("read")
        closings = self.closing_id
        closings._lock()
        closings._check_can_tick()
        marked = self.filtered(lambda line: line.state != state or line.remark != remark)
        who = state != "open" and self.env.uid
        when = state != "open" and fields.Datetime.now()
        # sudo: lists are written by these methods only, by everybody who may see one that is open
        marked.sudo().write({"state": state, "remark": remark, "marked_by_id": who, "marked_at": when})
