from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import plaintext2html

from ...organization.rpc.argument_types import Record
from ...organization.rpc.rpc import rpc
from .meeting_line import TASK_KINDS

#: characters of a report that fit the title of an activity
TITLE_LENGTH = 100
#: days an owner has when nobody says until when
USUAL_DAYS = 7


class SalesOfficeMeetingLine(models.Model):
    """How problems and actions are followed until they are done (R007).

    They reach their owners once the meeting is closed. Each becomes an activity: on the opportunity if the owner may
    read it, else on the line, which its owner can always open; never on the customer, whom every user of Odoo reads. An
    activity done is a line done and the other way round; one that is deleted, or moved by its owner, leaves the line as
    it was agreed, on the next agenda.
    """

    _inherit = "sales.office.meeting.line"

    is_task = fields.Boolean(compute="_compute_is_task", help="A problem or an action.")
    can_follow_up = fields.Boolean(
        compute="_compute_can_follow_up", help="The current user may say that it is done, or hand it over."
    )
    is_overdue = fields.Boolean(compute="_compute_is_overdue")

    @api.depends("kind")
    def _compute_is_task(self):
        for line in self:
            line.is_task = line.kind in TASK_KINDS

    @api.depends("done", "meeting_id", "owner_user_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_can_follow_up(self):
        chaired = self._get_chaired_departments()
        for line in self:
            meeting = line.meeting_id.sudo()  # sudo: asks about the user, shows nothing
            line.can_follow_up = (
                line.is_task
                and not line.done
                and (line.owner_user_id == self.env.user or meeting.can_chair or meeting.department_id in chaired)
            )

    @api.depends("done", "deadline", "kind")
    def _compute_is_overdue(self):
        today = fields.Date.context_today(self)
        for line in self:
            line.is_overdue = bool(line.is_task and not line.done and line.deadline and line.deadline < today)

    @rpc
    def action_done(self, result: str = ""):
        """Say that problems or actions are done, and how (R007).

        By the owner, the chair, who leads the department, or who chairs its next meeting.

        :param str result: what came of it
        :raises AccessError: none of these
        :raises UserError: not an open problem or action
        """
        self._check_follow_up()
        activities = self.sudo().activity_id.filtered("active")
        self._set_done(result)
        # sudo: the activity is the owner's; it says who closed it
        activities._action_done(feedback=result or False)

    @rpc
    def action_hand_over(self, owner: Record("hr.employee") = None, deadline: date = None):
        """Give open problems or actions to another owner, or more time; their activity follows.

        :param owner: ``hr.employee`` record, the present one when not given
        :param deadline: new day, the present one when not given
        :raises AccessError: neither the chair nor who leads the department
        :raises UserError: not an open problem or action
        """
        self._check_follow_up()
        if not all(line.meeting_id.sudo().can_chair or line._is_on_my_agenda() for line in self):
            raise AccessError(
                self.env._("Problems and actions are handed over by the chair or who leads the department.")
            )
        values = {"owner_id": owner and owner.id, "deadline": deadline}
        # sudo: a closed meeting is locked but for what becomes of its problems; rights were checked above
        lines = self.sudo()
        lines.write({name: value for name, value in values.items() if value})
        lines.filtered(lambda line: line.meeting_id.state == "closed")._update_activities()

    @rpc(one=True)
    def action_follow_up(self):
        """Ask for the result, or for another owner or day.

        :raises AccessError: neither the owner nor the chair nor who leads the department
        :raises UserError: not an open problem or action
        """
        self._check_follow_up()
        action = self.env["ir.actions.actions"]._for_xml_id("sales_office_policy.sales_office_meeting_follow_up_action")
        return action | {"context": {"default_line_id": self.id}}

    def _get_chaired_departments(self):
        """Return the departments (sudo) whose present or coming meeting the current user chairs."""
        Meeting = self.env["sales.office.meeting"].sudo()  # sudo: only asked about the user
        return Meeting.search(Domain("state", "in", ("planned", "open")) & Meeting._get_chaired_domain()).department_id

    def _is_on_my_agenda(self):
        return self.meeting_id.sudo().department_id in self._get_chaired_departments()

    def _check_follow_up(self):
        self.check_access("read")
        if self.env.su:
            return
        if not all(line.is_task and not line.done for line in self):
            raise UserError(self.env._("Only open problems and actions can be followed up."))
        if not all(line.can_follow_up for line in self):
            raise AccessError(
                self.env._("This is for the owner, the chair of the meeting or who leads the department.")
            )

    def _set_done(self, result):
        # sudo: these values are closed to ordinary writing
        self.sudo().write(
            {"done": True, "done_at": fields.Datetime.now(), "done_by_id": self.env.uid, "result": result or False}
        )

    def _is_open_at(self, meeting):
        """Return whether this was said before ``meeting``, and is not done, or was not when that one ended."""
        if not meeting.start or self.start >= meeting.start:
            return False
        return not self.done or bool(meeting.closed_at and self.done_at > meeting.closed_at)

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
