from datetime import date

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ...organization.rpc.argument_types import Record
from ...organization.rpc.rpc import rpc
from .meeting_line import TASK_KINDS


class SalesOfficeMeetingLine(models.Model):
    """How problems and actions are followed until they are done (R007)."""

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
        """Ask for the result, or for another owner or day."""
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
