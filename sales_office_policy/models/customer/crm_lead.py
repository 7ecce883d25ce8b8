from odoo import api, fields, models

from ..organization.rpc.rpc import core_door
from ..organization.searching import lasting
from .contact.contacted_lead import CONTACTS, GROUP
from .follow_up.channelled_lead import BY_ITSELF


class CrmLead(models.Model):
    """A lead: contacts, next steps, answers, channel, needs, competitors, what its stage asks for. What is written goes
    through here; the parts say what follows.
    """

    _name = "crm.lead"
    _inherit = [
        "crm.lead",
        "sales.office.reader.mixin",
        "sales.office.contacted.lead",
        "sales.office.answered.lead",
        "sales.office.followed.lead",
        "sales.office.channelled.lead",
        "sales.office.visited.lead",
        "sales.office.contested.lead",
        "sales.office.staged.lead",
        "sales.office.closed.lead",
        "sales.office.pooled.lead",
    ]

    sales_office_lost_price = fields.Monetary(
        string="At Their Price",
        currency_field="company_currency",
        copy=False,
        groups=GROUP,
        help="What the customer pays them, without taxes. 0: not known.",
    )
    sales_office_lost_offer = fields.Monetary(
        string="Our Price Then", currency_field="company_currency", copy=False, groups=GROUP
    )

    @core_door
    @api.model_create_multi
    def create(self, vals_list):
        """Make leads; whoever is given one is to answer it, unless they made it themselves.

        :raises AccessError: one that is left alone or in the pool, by hand
        """
        for vals in vals_list:
            self._check_snooze_untouched(vals)
            self._check_pool_untouched(vals)
        leads = super().create(vals_list)
        given = leads.filtered(lambda lead: lead.user_id and (self.env.su or lead.user_id != self.env.user))
        given._filter_followed()._pass_on_response()
        return leads

    @core_door
    def write(self, vals):
        """Change leads; with another salesperson, another one is to answer; moved forward by hand, they have what their
        stage requires, or a reason.

        :raises AccessError: until when it is left alone, or that it is in the pool, by hand
        :raises UserError: it leaves the first stage, and nobody knows how the customer came to us; or a stage without
            what is required there; or it becomes an opportunity without what is required of a lead
        """
        self._check_snooze_untouched(vals)
        self._check_pool_untouched(vals)
        if vals.get("type") == "opportunity":
            self._check_qualified()
        self._check_channel(vals)
        users = {lead: lead.user_id for lead in self} if "user_id" in vals else None
        stages = {lead: lead.stage_id for lead in self} if "stage_id" in vals and self._is_asked() else None
        result = super().write(vals)
        if stages:
            self._check_left(stages)
        if users:
            changed = self.filtered(lambda lead: lead.user_id != users[lead])
            changed._leave_pool_by_hand()
            changed._filter_followed()._pass_on_response()
        return result

    @core_door
    def onchange(self, values, field_names, fields_spec):
        """Say in the form what a stage still asks for, and stay there: saving would refuse it, and the form would go on
        showing the new stage. A card that is dragged goes back by itself.
        """
        result = super().onchange(values, field_names, fields_spec)
        if self and "stage_id" in field_names and "sales_office_is_held" in fields_spec and self._is_asked():
            typed = self.new(values, origin=self)
            if held := typed._get_held({typed: self.stage_id}):
                warning = {"title": self.env._("Something Is Missing"), "type": "notification"}
                result["warning"] = warning | {"message": typed._word_held(held, {typed: self.stage_id})}
                result["value"] |= self.web_read({"stage_id": fields_spec["stage_id"]})[0]
        return result

    @core_door
    def convert_opportunity(self, partner, user_ids=False, team_id=False):
        """Convert leads: what stage they begin in nobody chose by hand.

        :raises AccessError: not the user's leads to change
        :raises UserError: somebody does it by hand, and what is required of a lead is missing
        """
        self.check_access("write")
        self._check_qualified()
        leads = self.with_context(sales_office_moved=BY_ITSELF)
        return super(CrmLead, leads).convert_opportunity(partner, user_ids=user_ids, team_id=team_id)

    @core_door
    @api.model
    def load(self, fields, data):
        """Import leads wherever they stand: nobody is asked what was done about them elsewhere."""
        return super(CrmLead, self.with_context(sales_office_moved=BY_ITSELF)).load(fields, data)

    @lasting
    def _order_field_to_sql(self, alias, field_name, direction, nulls, query):
        if field_name in CONTACTS:
            return self._order_by_contact(field_name, alias, direction, nulls, query)
        return super()._order_field_to_sql(alias, field_name, direction, nulls, query)

    def _merge_opportunity(self, *args, **kwargs):
        """Merge leads: what stage the result has nobody chose by hand."""
        leads = self.with_context(sales_office_moved=BY_ITSELF)
        return super(CrmLead, leads)._merge_opportunity(*args, **kwargs).with_env(self.env)

    def _handle_won_lost(self, old_status_by_lead, new_status_by_lead):
        result = super()._handle_won_lost(old_status_by_lead, new_status_by_lead)
        self._forget_lost(old_status_by_lead, new_status_by_lead)
        self._note_closed(old_status_by_lead, new_status_by_lead)
        return result

    def _merge_dependences(self, opportunities):
        result = super()._merge_dependences(opportunities)
        self._take_records(opportunities)
        return result
