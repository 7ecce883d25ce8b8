from odoo import api, fields, models

from ...organization.rpc.rpc import core_door, rpc


class SalesOfficeCampaignActivity(models.Model):
    """One display, promotion or visit of a campaign."""

    _name = "sales.office.campaign.activity"
    _description = "Campaign Activity"
    _inherit = "sales.office.protected.mixin"
    _order = "date, id"
    _place_fields = frozenset({"campaign_id", "employee_id"})

    campaign_id = fields.Many2one("sales.office.campaign", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="campaign_id.company_id", store=True)
    name = fields.Char(required=True)
    kind = fields.Selection(
        [("display", "Display"), ("promotion", "Sales Promotion"), ("visit", "Customer Visits"), ("other", "Other")],
        required=True,
        default="promotion",
    )
    date = fields.Date(required=True, default=fields.Date.context_today)
    employee_id = fields.Many2one("hr.employee", string="Carried out by", index=True, ondelete="restrict")
    is_done = fields.Boolean(string="Done", readonly=True, copy=False)
    note = fields.Char(help="What came of it.")

    @core_door
    @api.model_create_multi
    def create(self, vals_list):
        """Add activities to campaigns that are not over.

        :raises UserError: the campaign is over, or its plan locked
        :raises ValidationError: somebody works for another company
        """
        activities = super().create(vals_list)
        activities.campaign_id._check_open()
        activities.campaign_id._check_people()
        return activities

    @core_door
    def write(self, vals):
        """Change activities of campaigns that are not over, also where they move to another one.

        :raises AccessError: done, by hand
        :raises UserError: the campaign is over, or its plan locked
        :raises ValidationError: somebody works for another company
        """
        self.check_access("read")
        self.campaign_id._check_open()
        result = super().write(vals)
        self.campaign_id._check_open()
        self.campaign_id._check_people()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_over(self):
        self.campaign_id._check_open()

    @rpc
    def action_done(self):
        """Tick activities off, by who carries them out or leads the department; once more to open them again.

        :raises AccessError: neither who carries it out nor who leads the department
        :raises UserError: the campaign is over
        """
        for activity in self:
            if activity.sudo().employee_id.user_id != self.env.user:
                activity.campaign_id._check_leads()
            activity.campaign_id._check_open()
            activity.sudo().is_done = not activity.sudo().is_done  # sudo: set by this method only
