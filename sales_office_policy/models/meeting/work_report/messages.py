from odoo import fields, models


class SalesOfficeWorkReport(models.Model):
    """Who is told what about a report."""

    _inherit = "sales.office.work.report"

    def _get_party_users(self):
        return super()._get_party_users() | self.answered_by_id

    def _tell_author(self, build_text):
        """Send each author, in his language, what ``build_text(env)`` says."""
        for report in self.filtered("user_id.active"):
            told = report.with_context(lang=report.user_id.lang)
            told.message_post(
                body=build_text(told.env),
                subject=told.display_name,
                subtype_xmlid="mail.mt_note",
                partner_ids=report.user_id.partner_id.ids,
            )

    def _chase(self):
        """Remind the authors with an activity each; an e-mail each would cost queries for each."""
        todo = self.env.ref("mail.mail_activity_data_todo", raise_if_not_found=False)
        model_id = self.env["ir.model"]._get_id(self._name)
        activities = [
            {
                "activity_type_id": todo.id if todo else False,
                "summary": report.with_context(lang=report.user_id.lang)._get_chasing_summary(),
                "automated": True,
                "date_deadline": fields.Datetime.context_timestamp(
                    report.with_context(tz=report.user_id.tz), report.deadline
                ).date(),
                "user_id": report.user_id.id,
                "res_model_id": model_id,
                "res_id": report.id,
            }
            for report in self.filtered("user_id.active")
        ]
        self.env["mail.activity"].with_context(mail_activity_quick_update=True).create(activities)

    def _end_chasing(self):
        """Take the reminders away; what somebody planned himself stays."""
        self.activity_ids.filtered("automated").unlink()

    def _get_chasing_summary(self):
        return self.env._("Hand in: %(report)s", report=self._get_title())
