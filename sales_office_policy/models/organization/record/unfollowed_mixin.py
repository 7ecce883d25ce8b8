from odoo import api, models

from ..rpc.rpc import core_door


class SalesOfficeUnfollowedMixin(models.AbstractModel):
    """A thread about somebody, which nobody follows.

    Every user of Odoo may read who follows what, so that a follower would tell all colleagues that there is
    something about them; and whoever follows is sent what they may no longer read. Messages go to those whom they
    concern and who may read the record now. ``mail.followers`` keeps every other way shut.
    """

    _name = "sales.office.unfollowed.mixin"
    _description = "Sales Office Unfollowed Thread Mixin"
    _inherit = "mail.thread"

    _nobody_follows = True

    @core_door
    @api.model_create_multi
    def create(self, vals_list):
        """Make records that their maker does not follow."""
        # mail.followers would refuse the writer, but after queries about each
        quiet = self.with_context(mail_create_nosubscribe=True)
        return super(SalesOfficeUnfollowedMixin, quiet).create(vals_list).with_env(self.env)

    @core_door
    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        """Do nothing, without even asking who it is."""
        return True

    def _message_subscribe(self, partner_ids=None, subtype_ids=None, customer_ids=None):
        return True

    def _message_auto_subscribe(self, updated_values, followers_existing_policy="skip"):
        return True

    @core_door
    def message_post(self, *, partner_ids=None, subtype_xmlid=None, **kwargs):
        """Send a message, as opposed to a note, to whom the record concerns and who wrote about it before."""
        if subtype_xmlid == "mail.mt_comment":
            partner_ids = [*(partner_ids or ()), *self._get_parties().ids]
        return super().message_post(partner_ids=partner_ids, subtype_xmlid=subtype_xmlid, **kwargs)

    def _get_parties(self):
        """Return the partners of those who talk about this record and may read it now."""
        self.ensure_one()
        record = self.sudo()  # sudo: asked of each below
        if company := record.company_id:
            record = record.with_context(allowed_company_ids=company.ids)
        users = record._get_party_users().filtered("active") - self.env.user
        users = users.filtered(lambda user: not company or company in user.company_ids)
        return users.filtered(lambda user: record.with_user(user).has_access("read")).partner_id

    def _get_party_users(self):
        """Return whom a message about this record may concern (sudo): their user, and who wrote before."""
        users = self.message_ids.author_id.user_ids
        return users | self.user_id if "user_id" in self._fields else users
