from odoo import api, fields, models

from ..organization.record.phrases import join_names
from ..organization.rpc.rpc import rpc


class SalesOfficeClosing(models.Model):
    """Who closes the office is told who from outside is still in it (R020)."""

    _inherit = "sales.office.closing"

    visitor_count = fields.Integer(string="Visitors Inside", compute="_compute_visitors")
    visitor_names = fields.Char(string="Who Is Inside", compute="_compute_visitors")

    @api.depends("office_id", "date", "state", "user_id")
    @api.depends_context("lang", "uid")
    def _compute_visitors(self):
        inside = self._get_visitors_inside()
        for closing in self:
            visitors = inside.get(closing, self.env["sales.office.visitor"])
            closing.visitor_count = sum(visitors.mapped("people_count"))
            # a colleague sees how many, the person on duty also whom to look for
            visitors = visitors if closing.is_own else visitors.sudo(False)._filtered_access("read")
            closing.visitor_names = join_names(self.env, visitors.mapped("display_name"))

    @rpc
    def action_done(self):
        """Finish the lists and keep on them who was still signed in."""
        result = super().action_done()
        inside = self._get_visitors_inside()
        for closing in self:
            if visitors := inside.get(closing):
                closing.sudo()._log(  # sudo: lists are written by their actions only
                    self.env._("Visitors still signed in: %(count)s.", count=sum(visitors.mapped("people_count")))
                )
        return result

    def _get_visitors_inside(self):
        """Return ``{closing: visitors}`` (sudo), who is in the office of each list; only today's are about that."""
        waiting = self.filtered(lambda closing: closing.state != "missed" and closing.date == closing._get_today())
        Visitor = self.env["sales.office.visitor"].sudo()  # sudo: whoever closes has to know that somebody is there
        visitors = Visitor.search(
            [
                ("office_id", "in", waiting.office_id.ids),
                ("company_id", "in", waiting.company_id.ids),
                ("state", "=", "inside"),
            ]
        )
        inside = visitors.grouped(lambda visitor: (visitor.office_id.id, visitor.company_id.id))
        return {closing: inside.get((closing.office_id.id, closing.company_id.id), Visitor) for closing in waiting}
