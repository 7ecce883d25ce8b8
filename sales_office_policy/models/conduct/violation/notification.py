from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools.mail import generate_tracking_message_id

from ...organization.record.notification import SENT_AT_ONCE


class SalesOfficeViolation(models.Model):
    """Telling employees what happened to their cases, many at a time (R046).

    A constant number of queries, whatever the number of cases.
    """

    _inherit = "sales.office.violation"

    def _notify_employee(self, activity_type=None, deadline_field=None, before=None):
        """Send each employee, and nobody else, what happened to their case, in their language (sudo).

        :param activity_type: XML id of what they have to do now, due by ``deadline_field``; none after an appeal
        :param dict before: values that tracked fields had before; needed when they were written without tracking
        """
        told = self.filtered("user_id.active")
        logged = self if before else told
        if not logged:
            return
        messages = logged._message_create([case._prepare_told_vals(case in told) for case in logged])
        if before:
            logged._log_tracking(messages, before)
        told._send_told(messages.filtered("partner_ids"))
        if activity_type:
            told.filtered(lambda case: not case.appealed_at)._schedule_for_employee(activity_type, deadline_field)
        told._queue_letters()

    def _log_moved(self, before):
        """Log what changed, for all at once (sudo): tracked fields were written without tracking, nobody is told."""
        self._log_tracking(self._message_create([case._prepare_told_vals(False) for case in self]), before)

    def _log_tracking(self, messages, before):
        """Add to each case's message what changed: the messages' own way inserts row by row."""
        shown = self.fields_get(before)
        vals_list = []
        for case, message in zip(self, messages, strict=True):
            for _command, _id, vals in case._mail_track(shown, before)[1]:
                vals_list.append({**vals, "mail_message_id": message.id})
        self.env["mail.tracking.value"].create(vals_list)

    def _prepare_told_vals(self, is_told):
        """Return the message to the employee; what changed is logged even when there is nobody to tell."""
        self.ensure_one()
        author_id, email_from = self._message_compute_author()
        vals = {
            "model": self._name,
            "res_id": self.id,
            "author_id": author_id,
            "email_from": email_from,
            "message_type": "notification",
            "subtype_id": self.env["ir.model.data"]._xmlid_to_res_id("mail.mt_note"),
            "is_internal": True,
            "message_id": generate_tracking_message_id("message-notify"),
            "reply_to": email_from,
            "record_alias_domain_id": False,
            "record_company_id": self.company_id.id,
        }
        if not is_told:
            return vals
        case = self._for_employee()
        body = case.env["ir.qweb"]._render("sales_office_policy.violation_message", {"case": case})
        return vals | {"body": body, "subject": case.display_name, "partner_ids": self.user_id.partner_id.ids}

    def _for_employee(self):
        """Return the case in the language and time zone of its employee."""
        self.ensure_one()
        return self.with_context(tz=self._get_member_tz())._for_reader(self.user_id)

    def _send_told(self, messages):
        """Send a few messages now, and leave many to Odoo's queue, which begins within a minute."""
        if len(messages) > SENT_AT_ONCE:
            self._queue_messages(messages)
            return
        for message in messages:
            case = self.browse(message.res_id)
            case._for_employee()._notify_thread(message)

    def _schedule_for_employee(self, activity_type, deadline_field):
        """Give each employee something to do on their case until its deadline, a date where they live."""
        self._give_activities(
            "user_id", deadline=lambda case: case._for_employee()._get_activity_day(deadline_field), kind=activity_type
        )


class MailActivity(models.Model):
    """Something to do about a case is for those who may read it: its name and its mail tell whom it is about."""

    _inherit = "mail.activity"

    @api.constrains("user_id", "res_model", "res_id")
    def _check_reads_case(self):
        Violation = self.env["sales.office.violation"].sudo()  # sudo: asked of each user below
        about = self.filtered(lambda a: a.res_model == Violation._name and a.res_id and a.user_id)
        cases = Violation.browse(about.mapped("res_id"))  # read all at once
        for user, case in zip((activity.user_id for activity in about), cases, strict=True):
            if user == case.user_id and case.answer_deadline:
                continue
            read = case.with_context(allowed_company_ids=case.company_id.ids).with_user(user)
            if case.company_id not in user.company_ids or not read.has_access("read"):
                raise UserError(self.env._("%(name)s may not read this case. Ask somebody who may.", name=user.name))
