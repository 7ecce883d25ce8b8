from odoo import models

from ..organization.rpc import core_door


class SalesOfficeViolation(models.Model):
    """Who is told of what is said about a case.

    Nobody follows one: every user of Odoo may read who follows what, so that a follower would
    tell all colleagues that there is a case about him.
    """

    _inherit = "sales.office.violation"

    @core_door
    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        """Do nothing, without even asking who it is."""
        return True

    def _message_subscribe(self, partner_ids=None, subtype_ids=None, customer_ids=None):
        return True

    @core_door
    def message_post(self, *, partner_ids=None, subtype_xmlid=None, **kwargs):
        """Send a message, as opposed to a note, to the employee and to who wrote about the case before."""
        if subtype_xmlid == "mail.mt_comment":
            partner_ids = [*(partner_ids or ()), *self._get_parties().ids]
        return super().message_post(partner_ids=partner_ids, subtype_xmlid=subtype_xmlid, **kwargs)

    def _get_parties(self):
        """Return the partners of the employee and of who wrote before, those who may read the case now."""
        self.ensure_one()
        case = self.sudo().with_context(allowed_company_ids=self.sudo().company_id.ids)  # sudo: asked of each below
        users = case.user_id if case.state != "suspected" else case.user_id.browse()
        users |= case.message_ids.author_id.user_ids
        users = users.filtered(lambda user: user != self.env.user and case.company_id in user.company_ids)
        return users.filtered(lambda user: case.with_user(user).has_access("read")).partner_id
