from odoo import fields, models


class SalesOfficeInstruction(models.Model):
    """Who is told what about an instruction, and what waits for whom.

    One automated activity stands for the next step: the superior's while it waits for him, else the author's.
    """

    _inherit = "sales.office.instruction"

    def _get_party_users(self):
        """Return the author and his superior."""
        return self._get_addressees() | self.user_id

    def _tell_superiors(self):
        """Hand the next step to the superiors (sudo); urgent ones are sent a message as well, at once (R040)."""
        for instruction in self:
            users = instruction._get_addressees()
            instruction._set_next_step(users, lambda told: told._get_superior_summary())
            if instruction.urgency == "normal":
                continue
            for user in users:
                told = instruction.with_context(lang=user.lang)
                text = told._get_superior_summary()
                body = "\n".join((text, told.question))
                told._send(user, body, subject=text)

    def _tell_authors(self, build_text):
        """Tell each author what ``build_text(env)`` says, in his language, and hand the next step to him."""
        for instruction in self.sudo():  # sudo: the reader is the author, whoever writes
            user = instruction.user_id
            if not user.active:
                continue
            told = instruction.with_context(lang=user.lang)
            told._send(user, build_text(told.env), subject=told.display_name)
            if instruction.state in ("decided", "acting"):
                instruction._set_next_step(user, lambda told: told._get_author_summary())

    def _send(self, user, body, subject):
        self.message_post(body=body, subject=subject, subtype_xmlid="mail.mt_note", partner_ids=user.partner_id.ids)

    def _set_next_step(self, users, get_summary):
        """Replace the automated activities by one for each of ``users``."""
        self.activity_ids.filtered("automated").unlink()
        today = fields.Date.context_today(self)
        day = self.deadline or today
        if self.state in ("decided", "acting") and self.report_due_at:
            day = self.report_due_at.date()
        for user in users:
            told = self.with_context(lang=user.lang, mail_activity_quick_update=True)
            told.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=get_summary(told),
                user_id=user.id,
                date_deadline=today if self.urgency != "normal" and self.state == "asked" else day,
            )

    def _get_superior_summary(self):
        name = self.employee_id.name
        if self.report:
            return self.env._("Take note of the report: %(subject)s", subject=self.name)
        if self.state == "acting":
            return self.env._("%(name)s acts in an emergency: %(subject)s", name=name, subject=self.name)
        return self.env._("%(name)s asks for instruction: %(subject)s", name=name, subject=self.name)

    def _get_author_summary(self):
        if self.needs_report:
            return self.env._("Carry out and report: %(subject)s", subject=self.name)
        return self.env._("Carry out: %(subject)s", subject=self.name)
