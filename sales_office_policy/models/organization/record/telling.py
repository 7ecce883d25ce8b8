from odoo import fields, models

TODO = "mail.mail_activity_data_todo"


class SalesOfficeProtectedMixin(models.AbstractModel):
    """Telling people about records of a thread, each in his own language and time zone.

    Whom to tell is the name of a field with users, or a function of the record (sudo) that returns them. What is said
    is made by a function of the record, which it gets in the reader's language: ``lambda case: case.env._("...")``.
    """

    _inherit = "sales.office.protected.mixin"

    def _tell(self, who, build_text, subject=None, kept=True):
        """Send people a note about each record, but not the one who acts.

        :param subject: a function like ``build_text``; the name of the record when there is none
        :param kept: the note stands in the record's thread
        """
        for record in self.sudo():  # sudo: the reader is meant, whoever acts
            for user in record._get_told(who) - self.env.user:
                told = record._in_language_of(user)
                note = {
                    "body": build_text(told),
                    "subject": subject(told) if subject else told.display_name,
                    "partner_ids": user.partner_id.ids,
                }
                if kept:
                    told.message_post(subtype_xmlid="mail.mt_note", **note)
                else:
                    told.message_notify(**note)

    def _ask(self, who, build_summary, deadline=None, activity_type=TODO, build_note=None, mailed=False):
        """Give people something to do about each record.

        :param deadline: a day, the name of a field with one, or a function of the record; today when there is none
        :param mailed: tell them by e-mail as well, which costs queries for each
        """
        todo = self.env.ref(activity_type, raise_if_not_found=False)
        model_id = self.env["ir.model"]._get_id(self._name)
        vals_list = []
        for record in self.sudo():  # sudo: on the list of somebody else
            for user in record._get_told(who):
                told = record._in_language_of(user)
                vals_list.append(
                    {
                        "activity_type_id": todo.id if todo else False,
                        "summary": build_summary(told),
                        "note": build_note(told) if build_note else False,
                        "automated": True,
                        "date_deadline": told._get_day_asked(deadline),
                        "res_model_id": model_id,
                        "res_id": record.id,
                        "user_id": user.id,
                    }
                )
        activities = self.env["mail.activity"].sudo()  # sudo: as above
        return activities.with_context(mail_activity_quick_update=not mailed).create(vals_list)

    def _end_asking(self):
        """Take away what the software asked; what somebody planned himself stays."""
        self.sudo().activity_ids.filtered("automated").unlink()  # sudo: on the list of somebody else

    def _get_told(self, who):
        """Return the users who are told, those who can still log in."""
        self.ensure_one()
        return (self[who] if isinstance(who, str) else who(self)).filtered("active")

    def _get_day_asked(self, deadline):
        """Return the day until when something is asked; of a moment, where the reader is."""
        if callable(deadline):
            deadline = deadline(self)
        elif isinstance(deadline, str):
            moment = self._fields[deadline].type == "datetime"
            deadline = self[deadline]
            if moment and deadline:
                deadline = fields.Datetime.context_timestamp(self, deadline).date()
        return deadline or fields.Date.context_today(self)

    def _in_language_of(self, user):
        """Return these records in the language and time zone of ``user``."""
        return self.with_context(lang=user.lang or self.env.lang, tz=user.tz or self.env.context.get("tz"))
