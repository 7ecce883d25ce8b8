from markupsafe import escape

from odoo import SUPERUSER_ID, fields, models
from odoo.tools.mail import generate_tracking_message_id

#: notes that are sent at once; more are written together and sent by Odoo's queue, so that deciding many stays short
SENT_AT_ONCE = 5
TODO = "mail.mail_activity_data_todo"


class SalesOfficeProtectedMixin(models.AbstractModel):
    """Telling people about records of a thread, each in their own language and time zone.

    Whom to tell are users, the name of a field with users, or a function of the record (sudo) that returns them. What
    is said is made by a function of the record, which gets it in the reader's language:
    ``lambda case: case.env._("...")``.
    """

    _inherit = "sales.office.protected.mixin"

    #: what somebody is told stands in the record's thread as well, for all who read it
    _keeps_what_is_told = True

    def _notify_users(self, who, build_text, build_subject=None, always=False):
        """Send people a note about each record, but not the one who acts.

        :param build_subject: a function like ``build_text``; the name of the record when there is none
        :param always: leave the note with the record, even when there is nobody to tell
        """
        notes = [
            (record._for_reader(user), user)
            for record, told in self._get_told(who).items()
            for user in (told - self.env.user or ([told.browse()] if always else []))
        ]
        prepared = [
            {
                "body": build_text(record),
                "subject": build_subject(record) if build_subject else record.display_name,
                "partner_ids": user.partner_id.ids,
            }
            for record, user in notes
        ]
        if self._keeps_what_is_told and len(notes) > SENT_AT_ONCE:
            return self._queue_notes([record for record, _user in notes], prepared)
        for (record, _user), note in zip(notes, prepared, strict=True):
            if self._keeps_what_is_told:
                record.message_post(subtype_xmlid="mail.mt_note", **note)
            else:
                record.message_notify(**note)

    def _queue_notes(self, records, notes):
        """Write notes about records (sudo), one each, in a constant number of queries; the queue sends them within a
        minute.
        """
        author_id, email_from = self._message_compute_author()
        shared = {
            "model": self._name,
            "author_id": author_id,
            "email_from": email_from,
            "reply_to": email_from,
            "message_type": "notification",
            "subtype_id": self.env["ir.model.data"]._xmlid_to_res_id("mail.mt_note"),
            "record_alias_domain_id": False,
        }
        messages = self.sudo()._message_create(  # sudo: as message_post does it
            [
                {
                    **shared,
                    **note,
                    "body": escape(note["body"]),
                    "res_id": record.id,
                    "record_company_id": record.company_id.id if "company_id" in record._fields else False,
                    "message_id": generate_tracking_message_id("message-notify"),
                }
                for record, note in zip(records, notes, strict=True)
            ]
        )
        self._queue_messages(messages.filtered("partner_ids"))

    def _queue_messages(self, messages):
        """Leave messages that are written to Odoo's queue, which begins within a minute."""
        due = fields.Datetime.now()
        self.env["mail.message.schedule"].sudo().create(  # sudo: nobody's but the software's
            [{"mail_message_id": message.id, "scheduled_datetime": due} for message in messages]
        )

    def _give_activities(self, who, build_summary=None, deadline=None, kind=TODO, build_note=None, mailed=False):
        """Give people something to do about each record.

        :param build_summary: the summary of the kind of activity when there is none
        :param deadline: a day, the name of a field with one, or a function of the record; today when there is none
        :param kind: XML id of the type of activity
        :param mailed: tell them by e-mail as well, which costs queries for each
        """
        activity_type = self.env.ref(kind, raise_if_not_found=False) or self.env["mail.activity.type"]
        model_id = self.env["ir.model"]._get_id(self._name)
        vals_list = []
        for record, users in self._get_told(who).items():
            for user in users:
                told = record._for_reader(user)
                vals_list.append(
                    {
                        "activity_type_id": activity_type.id,
                        "summary": build_summary(told) if build_summary else activity_type.with_env(told.env).summary,
                        "note": build_note(told) if build_note else False,
                        "automated": True,
                        "date_deadline": told._get_activity_day(deadline),
                        "res_model_id": model_id,
                        "res_id": record.id,
                        "user_id": user.id,
                    }
                )
        activities = self.env["mail.activity"].sudo()  # sudo: on the list of somebody else
        if not self.env.user._is_internal():
            # colleagues may not read the user of a customer, by whom it would be: the record would not open
            activities = activities.with_user(SUPERUSER_ID)
        return activities.with_context(mail_activity_quick_update=not mailed).create(vals_list)

    def _end_activities(self):
        """Take away what the software gave people to do; what somebody planned themselves stays."""
        self.sudo().activity_ids.filtered("automated").unlink()  # sudo: on the list of somebody else

    def _get_told(self, who):
        """Return ``{record: users}`` (sudo) who are told about each, those who can still log in."""
        told = {}
        for record in self.sudo():  # sudo: the reader is meant, whoever acts
            users = record[who] if isinstance(who, str) else who(record) if callable(who) else who.sudo()
            told[record] = users.filtered("active")
        # their languages are read at once
        self.env["res.users"].sudo().union(*told.values()).mapped(lambda user: (user.lang, user.tz))
        return told

    def _get_activity_day(self, deadline):
        """Return the day until when something is to be done; of a moment, the day it is where the reader is."""
        if callable(deadline):
            deadline = deadline(self)
        elif isinstance(deadline, str):
            is_moment = self._fields[deadline].type == "datetime"
            deadline = self[deadline]
            if is_moment and deadline:
                deadline = fields.Datetime.context_timestamp(self, deadline).date()
        return deadline or fields.Date.context_today(self)

    def _for_reader(self, user):
        """Return these records in the language and time zone of ``user``."""
        return self.with_context(lang=user.lang or self.env.lang, tz=user.tz or self.env.context.get("tz"))
