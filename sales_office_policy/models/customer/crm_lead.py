from odoo import api, models

from ..organization.rpc.rpc import core_door
from .follow_up.channelled_lead import BY_ITSELF


class CrmLead(models.Model):
    """A lead: contacts, next steps, answers, channel. What is written goes through here; the parts say what follows."""

    _name = "crm.lead"
    _inherit = [
        "crm.lead",
        "sales.office.contacted.lead",
        "sales.office.answered.lead",
        "sales.office.followed.lead",
        "sales.office.channelled.lead",
        "sales.office.visited.lead",
    ]

    @core_door
    @api.model_create_multi
    def create(self, vals_list):
        """Make leads; whoever is given one is to answer it, unless they made it themselves.

        :raises AccessError: one that is left alone, by hand
        """
        for vals in vals_list:
            self._check_snooze_untouched(vals)
        leads = super().create(vals_list)
        given = leads.filtered(lambda lead: lead.user_id and (self.env.su or lead.user_id != self.env.user))
        given._filter_followed()._pass_on_response()
        return leads

    @core_door
    def write(self, vals):
        """Change leads; with another salesperson, another one is to answer.

        :raises AccessError: until when it is left alone, by hand
        :raises UserError: it leaves the first stage, and nobody knows how the customer came to us
        """
        self._check_snooze_untouched(vals)
        self._check_channel(vals)
        if "user_id" not in vals:
            return super().write(vals)
        before = {lead: lead.user_id for lead in self}
        result = super().write(vals)
        changed = self.filtered(lambda lead: lead.user_id != before[lead])
        changed._filter_followed()._pass_on_response()
        return result

    @core_door
    def convert_opportunity(self, partner, user_ids=False, team_id=False):
        """Convert leads: what stage they begin in nobody chose by hand.

        :raises AccessError: not the user's leads to change
        """
        self.check_access("write")
        leads = self.with_context(sales_office_moved=BY_ITSELF)
        return super(CrmLead, leads).convert_opportunity(partner, user_ids=user_ids, team_id=team_id)

    @core_door
    @api.model
    def load(self, fields, data):
        """Import leads: what a file says is not asked how the customer came to us."""
        return super(CrmLead, self.with_context(sales_office_moved=BY_ITSELF)).load(fields, data)

    def _merge_opportunity(self, *args, **kwargs):
        """Merge leads: what stage the result has nobody chose by hand."""
        leads = self.with_context(sales_office_moved=BY_ITSELF)
        return super(CrmLead, leads)._merge_opportunity(*args, **kwargs).with_env(self.env)
