from odoo import models


class ResUsers(models.Model):
    _inherit = "res.users"

    def _end_sales_office_memberships(self):
        """Let nobody be paid any more for what these users sell, but whose they are now."""
        if not self:
            return
        # sudo: whoever hands a user on need not know the plans
        members = self.env["sales.office.commission.plan.member"].sudo().search([("user_id", "in", self.ids)])
        members.filtered(lambda member: member.employee_id.user_id != member.user_id)._end()
