from odoo import api, fields, models


class SalesOfficeCall(models.Model):
    """A call is about an opportunity, and counts as a contact unless nobody answered (R074)."""

    _inherit = "sales.office.call"

    lead_id = fields.Many2one(
        "crm.lead", string="About the Opportunity", check_company=True, index="btree_not_null", ondelete="set null"
    )
    is_unanswered = fields.Boolean(string="Nobody Answered", help="A call that nobody took is no contact.")

    @api.onchange("lead_id")
    def _onchange_lead_id(self):
        if lead := self.lead_id:
            self.partner_id = self.partner_id or lead.partner_id
            self.phone = self.phone or lead.phone
            self.contact_name = self.contact_name or lead.contact_name
