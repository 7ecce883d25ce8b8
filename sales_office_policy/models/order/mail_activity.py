from odoo import models


class MailActivity(models.Model):
    _inherit = "mail.activity"

    def _action_done(self, feedback=False, attachment_ids=None):
        """Who marks what a contract has them do as done has done that step of it (R077)."""
        of_contracts = self.filtered(lambda activity: activity.res_model == "sales.office.contract")
        if of_contracts:
            # sudo: the activity was theirs to do, the step follows from it
            steps = self.env["sales.office.contract.milestone"].sudo()
            steps.search([("activity_id", "in", of_contracts.ids)])._finish()
        return super()._action_done(feedback=feedback, attachment_ids=attachment_ids)
