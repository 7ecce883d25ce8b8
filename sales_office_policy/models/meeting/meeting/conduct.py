from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Domain
from odoo.tools import format_date

from ...organization.rpc.rpc import rpc


class SalesOfficeMeeting(models.Model):
    """How a meeting is held: participants, opening, signing in, closing."""

    _inherit = "sales.office.meeting"

    @api.onchange("department_id")
    def _onchange_department_id(self):
        """Propose the members of the department, until the meeting is saved."""
        if not self._origin:
            members = self._get_members()[self]
            self.attendance_ids = [
                Command.clear(),
                *(Command.create({"employee_id": member.id}) for member in members),
            ]

    @rpc
    def action_fill_participants(self):
        """Add the members of the department and those below it who are not on the list yet."""
        if not all(meeting.can_plan for meeting in self) and not self.env.su:
            raise AccessError(
                self.env._("The participants are chosen by the chair, who leads the department or its clerk.")
            )
        self._check_not_locked()
        self._fill_participants()

    @rpc
    def action_open(self):
        """Begin, on the day of the meeting: from now on the participants can sign in (R003)."""
        self._check_chair()
        self._check_state("planned")
        self._check_day_has_come()
        if any(not meeting.sudo().attendance_ids for meeting in self):  # sudo: whoever may see them, are there any
            raise UserError(self.env._("Nobody is expected yet: choose the participants first."))
        self._begin()

    @rpc
    def action_close(self):
        """End the meeting: who did not come was absent, and everything is locked (R003, R005)."""
        self._check_chair()
        self._check_state("open")
        meetings = self.sudo()  # sudo: states are closed to ordinary writing
        missing = meetings.attendance_ids.filtered(lambda row: row.state == "expected")
        missing.meeting_id._check_begun()
        missing.write({"state": "absent", "marked_by_id": self.env.uid})
        for meeting in meetings:
            meeting.closed_at = meeting.closed_at or fields.Datetime.now()
        meetings.state = "closed"

    @rpc
    def action_cancel(self):
        """Call the meeting off; nobody was absent."""
        self._check_chair()
        self._check_state("planned", "open")
        self.sudo().state = "cancelled"  # sudo: as in action_open
        # sudo: whoever was on the list; a meeting that was closed before was taken for held
        self.sudo().filtered("closed_at").attendance_ids._tell_correction()

    @rpc
    def action_reopen(self, reason: str):
        """Open a closed meeting again to correct it, by a manager above the chair.

        :param str reason: kept in the chatter
        """
        user = self.env.user
        scope = user._get_sales_office_scope()
        directed, managed = self._where_post("director"), self._where_post("manager")
        for meeting in self if not self.env.su else ():
            above = meeting in directed or meeting in managed and meeting.in_office_scope
            if not above or meeting.chair_user_id == user or meeting.chair_id.id in scope.superior_ids:
                raise AccessError(
                    self.env._("A closed meeting is reopened by a manager above its chair, not by the chair.")
                )
        if not (reason or "").strip():
            raise UserError(self.env._("Say why the meeting is reopened: the reason is kept with it."))
        self._check_state("closed")
        meetings = self.sudo()  # sudo: as in action_open
        meetings.state = "open"
        for meeting in meetings:
            meeting.message_post(body=self.env._("Reopened: %(reason)s", reason=reason))

    def _begin(self):
        """Open these meetings, whoever had the right to set it going."""
        self.sudo().state = "open"  # sudo: the state is closed to ordinary writing

    def _refuse_state_by_hand(self):
        raise AccessError(self.env._("Open, close or cancel a meeting with its buttons."))

    def _check_not_locked(self):
        """Raise a ``UserError`` if a meeting is over: its roll call and minutes are locked."""
        locked = self.filtered(lambda meeting: meeting.state in ("closed", "cancelled"))
        if locked:
            raise UserError(
                self.env._(
                    "%(meeting)s is closed or cancelled, and locked with its roll call and minutes. "
                    "A manager above the chair can reopen a closed meeting.",
                    meeting=locked[0].name,
                )
            )

    def _check_chair_named(self):
        """Raise unless chair and deputy manage the department or were named by somebody who leads it."""
        if self.env.su:
            return
        directed = self._where_post("director")
        for meeting in self:
            named = (meeting.chair_id | meeting.deputy_chair_id) - meeting.sudo().department_id.manager_id
            if named and meeting not in directed and not meeting.in_office_scope:
                raise AccessError(self.env._("Another chair than its manager is named by who leads the department."))

    def _check_chair(self):
        """Raise an ``AccessError`` unless the current user may conduct these meetings."""
        self.check_access("read")
        if not all(meeting.can_chair for meeting in self) and not self.env.su:
            raise AccessError(
                self.env._("This is for the chair, or for who leads the department or stands in for its leader.")
            )

    def _check_state(self, *states):
        """Raise a ``UserError`` naming the state of a meeting that is in none of ``states``."""
        for meeting in self:
            if meeting.state not in states:
                labels = dict(self._fields["state"]._description_selection(self.env))
                raise UserError(
                    self.env._(
                        "This cannot be done with %(meeting)s now: it is %(state)s.",
                        meeting=meeting.name,
                        state=labels[meeting.state].lower(),
                    )
                )

    def _check_day_has_come(self):
        """Raise a ``UserError`` if a meeting is on a later day of its office: people would sign in to it today."""
        for meeting in self:
            today = fields.Date.context_today(meeting.with_context(tz=meeting.tz))
            if meeting.date > today:
                raise UserError(
                    self.env._(
                        "%(meeting)s is opened on its day, %(date)s. Move it first if it is held earlier.",
                        meeting=meeting.name,
                        date=format_date(self.env, meeting.date),
                    )
                )

    def _check_begun(self):
        """Raise a ``UserError`` before a meeting's start: nobody is absent yet."""
        now = fields.Datetime.now()
        for meeting in self.filtered(lambda meeting: meeting.start > now):
            raise UserError(
                self.env._(
                    "%(meeting)s begins at %(time)s, and not everybody is there. Nobody is absent before.",
                    meeting=meeting.name,
                    time=meeting._format_time(meeting.start),
                )
            )

    def _fill_participants(self):
        """Create the rows of the departments' members that are missing."""
        Attendance = self.env["sales.office.meeting.attendance"].sudo()  # sudo: rows may not be visible to the planner
        present = set(
            Attendance.search([("meeting_id", "in", self.ids)]).mapped(lambda r: (r.meeting_id, r.employee_id))
        )
        Attendance.create(
            [
                {"meeting_id": meeting.id, "employee_id": employee.id}
                for meeting, employees in self._get_members().items()
                for employee in employees
                if (meeting, employee) not in present
            ]
        )

    def _get_members(self):
        """Return ``{meeting: employees}`` (sudo): who works in its department or below, in one query for all."""
        # sudo: the list of who belongs to a department; ordinary users have no access to hr.employee
        departments = self.department_id.sudo()
        employees = (
            self.env["hr.employee"]
            .sudo()
            .search(
                Domain("department_id", "child_of", departments.ids) & Domain("company_id", "in", self.company_id.ids)
            )
        )
        return {
            meeting: employees.filtered(
                lambda employee, meeting=meeting: (
                    employee.company_id == meeting.company_id
                    and employee.department_id.parent_path.startswith(meeting.department_id.sudo().parent_path)
                )
            )
            for meeting in self
        }
