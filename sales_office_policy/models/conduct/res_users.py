from odoo import models
from odoo.fields import Command


class ResUsers(models.Model):
    _inherit = "res.users"

    def _sync_sales_office_judges(self):
        """Give the access of who decides about directors to those of these users whom a company named."""
        group = self.env.ref("sales_office_policy.group_director_judge")
        users = self.sudo()  # sudo: the caller was entitled to name them
        companies = users.env["res.company"].search(
            ["|", ("sales_office_judge_id", "in", users.ids), ("sales_office_appeal_judge_id", "in", users.ids)]
        )
        named = companies._get_sales_office_judges()
        for user in users:
            if (user in named) != (group in user.group_ids):
                user.group_ids = [Command.link(group.id) if user in named else Command.unlink(group.id)]
