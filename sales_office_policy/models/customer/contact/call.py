from odoo import api, fields, models

from ...organization.rpc.rpc import core_door


class SalesOfficeCall(models.Model):
    """A call is about an opportunity, and counts as a contact unless nobody answered (R074)."""

    _inherit = "sales.office.call"

    lead_id = fields.Many2one(
        "crm.lead", string="About the Opportunity", check_company=True, index="btree_not_null", ondelete="set null"
    )
    is_unanswered = fields.Boolean(string="Nobody Answered", help="A call that nobody took is no contact.")

    @core_door
    @api.model_create_multi
    def create(self, vals_list):
        """Register calls; one that nobody took is an attempt to reach the customer (R091)."""
        calls = super().create(vals_list)
        calls.filtered("is_unanswered")._note_attempts()
        return calls

    @core_door
    def write(self, vals):
        """Change calls; whether somebody took it, and whose it was, changes the attempts to reach a customer."""
        if {"call_at", "direction", "is_unanswered", "partner_id"}.isdisjoint(vals):
            return super().write(vals)
        before = self.filtered("is_unanswered").sudo()  # sudo: what follows from facts
        former = before.partner_id
        result = super().write(vals)
        (before.sudo(False) | self.filtered("is_unanswered"))._note_attempts(former)
        return result

    def _note_attempts(self, former=None):
        """Count anew how often it was tried to reach the customers of these calls, and whose they were taken for."""
        # sudo: what follows from facts
        self.env["sales.office.customer.file"]._visits_changed(self.sudo(), former)

    @api.onchange("lead_id")
    def _onchange_lead_id(self):
        if lead := self.lead_id:
            self.partner_id = self.partner_id or lead.partner_id
            self.phone = self.phone or lead.phone
            self.contact_name = self.contact_name or lead.contact_name
