from odoo import fields, models

from ..organization.rpc import core_door


class SalesOfficeWorkReport(models.Model):
    """Who is told what about a report.

    Nobody follows one: a message goes to its author and to who wrote about it before. Followers
    would cost queries for each of the many reports a cron makes.
    """

    _inherit = "sales.office.work.report"

    @core_door
    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        return True

    @core_door
    def message_post(self, *, partner_ids=None, subtype_xmlid=None, **kwargs):
        """Send a message, as opposed to a note, to the author and to who answered or wrote before."""
        if subtype_xmlid == "mail.mt_comment":
            partner_ids = [*(partner_ids or ()), *self._get_parties().ids]
        return super().message_post(partner_ids=partner_ids, subtype_xmlid=subtype_xmlid, **kwargs)

    def _get_parties(self):
        """Return the partners of those who talk about this report and may read it now."""
        self.ensure_one()
        report = self.sudo().with_context(allowed_company_ids=self.sudo().company_id.ids)  # sudo: asked of each below
        users = (report.user_id | report.answered_by_id | report.message_ids.author_id.user_ids) - self.env.user
        users = users.filtered(lambda user: user.active and report.company_id in user.company_ids)
        return users.filtered(lambda user: report.with_user(user).has_access("read")).partner_id

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
