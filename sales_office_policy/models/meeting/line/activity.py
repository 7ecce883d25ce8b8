from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import models
from odoo.tools import plaintext2html

#: characters of a report that fit the title of an activity
TITLE_LENGTH = 100
#: days an owner has when nobody says until when
USUAL_DAYS = 7


class SalesOfficeMeetingLine(models.Model):
    """How open problems and actions reach their owners, once the meeting is closed (R007).

    Each becomes an activity: on the opportunity if the owner may read it, else on the line,
    which its owner can always open; never on the customer, whom every user of Odoo reads. An
    activity done is a line done and the other way round; one that is deleted, or moved by its
    owner, leaves the line as it was agreed, on the next agenda.
    """

    _inherit = "sales.office.meeting.line"

    def _update_activities(self, told=None):
        """Bring the activities of lines (sudo) in line with owner, deadline and text, in batch.

        :param told: users who hear of it otherwise, and get no message for each activity
        """
        tasks = self.filtered(lambda line: line.is_task and not line.done)
        tasks._set_task_defaults()
        wanted = dict(zip(tasks, tasks._prepare_activity_vals_list(), strict=True))
        stale = self.filtered(lambda line: line.activity_id.active and not line._is_activity_of(wanted.get(line)))
        stale.activity_id.unlink()
        missing = tasks.filtered(lambda line: not line.activity_id and line.owner_user_id.active)
        for quiet, lines in missing.grouped(lambda line: line.owner_user_id in (told or ())).items():
            Activity = self.env["mail.activity"].with_context(mail_activity_quick_update=quiet)
            activities = Activity.create([wanted[line] for line in lines])
            for line, activity in zip(lines, activities, strict=True):
                line.activity_id = activity

    def _set_task_defaults(self):
        """Give what has no owner to who reported it, and what has no deadline a usual one."""
        for line in self:
            line.owner_id = line.owner_id or line.employee_id
            line.deadline = line.deadline or line._get_usual_deadline()

    def _get_usual_deadline(self):
        """Return a week after the meeting; what a month-end meeting plans is due by the end of the next month."""
        if self.meeting_id.kind == "monthly":
            return self.meeting_id.month + relativedelta(months=2, days=-1)
        return self.meeting_id.date + timedelta(days=USUAL_DAYS)

    def _prepare_activity_vals_list(self):
        """Return the values of the activity of each line."""
        todo = self.env.ref("mail.mail_activity_data_todo", raise_if_not_found=False)
        readable = self._get_leads_of_owners()
        vals_list = []
        for line in self:
            document = line.lead_id if (line.owner_user_id, line.lead_id) in readable else line
            vals_list.append(
                {
                    "activity_type_id": todo.id if todo else False,
                    "summary": line.text.strip().partition("\n")[0][:TITLE_LENGTH],
                    "note": line._get_activity_note(),
                    "automated": True,
                    "date_deadline": line.deadline,
                    "user_id": line.owner_user_id.id,
                    "res_model_id": self.env["ir.model"]._get_id(document._name),
                    "res_id": document.id,
                }
            )
        return vals_list

    def _get_leads_of_owners(self):
        """Return the ``(user, lead)`` pairs of the lines where the owner may read the opportunity."""
        pairs = set()
        for user, lines in self.filtered("lead_id").grouped("owner_user_id").items():
            lines = lines.filtered(lambda line, user=user: line.company_id in user.company_ids)
            leads = lines.lead_id.with_user(user).with_context(allowed_company_ids=lines.company_id.ids)
            pairs.update((user, lead) for lead in leads._filtered_access("read").with_env(self.env))
        return pairs

    def _get_activity_note(self):
        """Return the report, and where it was said, in the language of the owner."""
        line = self.with_context(lang=self.owner_user_id.lang, tz=self.owner_user_id.tz)
        origin = line.env._("From: %(meeting)s", meeting=line.meeting_id.display_name)
        customer = line.partner_id.display_name
        return plaintext2html("\n".join(filter(None, (line.text, customer, origin))))

    def _is_activity_of(self, vals):
        """Return whether the line's activity is the one described by ``vals`` (None: there should be none)."""
        names = ("summary", "date_deadline", "res_id")
        activity = self.activity_id
        return bool(vals) and activity.user_id.id == vals["user_id"] and all(activity[n] == vals[n] for n in names)
