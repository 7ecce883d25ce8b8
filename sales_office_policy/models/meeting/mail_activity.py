from odoo import models


class MailActivity(models.Model):
    _inherit = "mail.activity"

    def _action_done(self, feedback=False, attachment_ids=None):
        """What somebody was to do after a meeting is done with its activity (R007)."""
        lines = self._get_sales_office_lines()
        result = super()._action_done(feedback=feedback, attachment_ids=attachment_ids)
        lines._set_done(feedback)
        return result

    def _get_sales_office_lines(self):
        """Return the open report lines (sudo) these activities stand for; asks nothing for other documents."""
        Line = self.env["sales.office.meeting.line"].sudo()  # sudo: whoever may do the activity ends the line
        candidates = self.filtered(lambda activity: activity.res_model in ("crm.lead", Line._name))
        if not candidates:
            return Line
        return Line.search([("activity_id", "in", candidates.ids), ("done", "=", False)])
