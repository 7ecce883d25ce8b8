from odoo import api, models
from odoo.exceptions import AccessError

from ..rpc.rpc import core_door


class MailFollowers(models.Model):
    """Keeps those away from the records that nobody follows, whichever way they come."""

    _inherit = "mail.followers"

    @core_door
    @api.model_create_multi
    def create(self, vals_list):
        """Leave out followers of records about people; a user who asks for them is told.

        :raises AccessError: by a user, of a model that nobody follows
        """
        kept = [vals for vals in vals_list if not self._is_unfollowed(vals.get("res_model"))]
        if len(kept) < len(vals_list) and not self.env.su:
            self._refuse_to_follow()
        return super().create(kept)

    @core_door
    def write(self, vals):
        """Move followers to no record about people.

        :raises AccessError: to a model that nobody follows
        """
        if self._is_unfollowed(vals.get("res_model")):
            self._refuse_to_follow()
        return super().write(vals)

    @api.model
    def _is_unfollowed(self, model_name):
        return model_name in self.env and getattr(self.env[model_name], "_nobody_follows", False)

    def _refuse_to_follow(self):
        raise AccessError(self.env._("Nobody follows this kind of record: every user may read who follows what."))
