from odoo import fields, models

from ...organization.rpc.rpc import rpc


class SalesOfficeRegisterMixin(models.AbstractModel):
    """From a visitor, a letter or a call one click makes a complaint, which whoever looks after them gets (R038)."""

    _inherit = "sales.office.register.mixin"

    @rpc(one=True)
    def action_make_complaint(self, again: bool = False):
        """Make a complaint of this entry and open it; without the room, pass it on as before.

        :param bool again: although there is one already
        :raises UserError: there is one already
        """
        if not self.company_id._sales_office_uses("customer") or (self.complaint_at and not again):
            return super().action_make_complaint(again)
        self._lock()
        complaint = self.env["sales.office.complaint"]._make_of(self.sudo(), self.sudo()._prepare_complaint_vals())
        # sudo: the entry says that it was passed on, whoever does it
        self.sudo().write({"complaint_at": fields.Datetime.now(), "complaint_user_id": complaint.user_id.id})
        mine = complaint.with_env(self.env)
        if not mine.has_access("read"):
            return self._notify_user(self.env._("Passed on to %(name)s.", name=complaint.user_id.name))
        action = self.env["ir.actions.actions"]._for_xml_id("sales_office_policy.sales_office_complaint_action")
        return action | {"res_id": mine.id, "view_mode": "form", "views": [(False, "form")]}

    def _prepare_complaint_vals(self):
        """Return what a complaint made of this entry (sudo) begins with."""
        channels = {"sales.office.call": "phone", "sales.office.correspondence": "letter"}
        return {
            "subject": self._get_entry_title(),
            "text": self._get_entry_text(),
            "partner_id": self.partner_id.id,
            "channel": channels.get(self._name, "visit"),
            "contact_name": self.contact_name if "contact_name" in self._fields else False,
            "phone": self.phone if "phone" in self._fields else False,
        }
