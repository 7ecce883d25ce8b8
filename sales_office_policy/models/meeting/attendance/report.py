from odoo import api, fields, models
from odoo.fields import Domain

from ...organization.rpc.rpc import core_door

#: meetings that everybody comes to with something to report
REPORT_KINDS = ("morning", "weekly")
#: written by the software alone
FIXED_FIELDS = {"report_asked", "prepared", "nothing_to_report"}


class SalesOfficeMeetingAttendance(models.Model):
    """Who comes prepared: with a line to report, or saying that he has nothing (R004).

    It counts what stands there when the meeting begins, that is at its start, or when it is
    opened if that is later. Who was put on the list when it had begun was not asked, nor are guests.
    """

    _inherit = "sales.office.meeting.attendance"

    report_asked = fields.Boolean(
        readonly=True,
        copy=False,
        help="A member of the department, on the list before the meeting began, so that he could prepare for it.",
    )
    nothing_to_report = fields.Boolean(readonly=True, copy=False, help="He said so before the meeting.")
    prepared = fields.Boolean(
        readonly=True,
        copy=False,
        help="Had something to report, or said that he has nothing, when the meeting began.",
    )
    is_unprepared = fields.Boolean(
        string="Unprepared",
        compute="_compute_is_unprepared",
        search="_search_is_unprepared",
        help="Was to prepare for this meeting and did not. Nobody who is excused or absent.",
    )

    @api.depends("report_asked", "prepared", "state", "user_id", "meeting_id.kind")
    def _compute_is_unprepared(self):
        for row in self:
            row.is_unprepared = (
                row.report_asked
                and not row.prepared
                and row.state in ("expected", "present", "late")
                and row.user_id
                and row.meeting_id.sudo().kind in REPORT_KINDS  # sudo: who leads a guest may not see the meeting
            )

    def _search_is_unprepared(self, operator, value):
        if operator != "in":
            return NotImplemented
        return (
            Domain("report_asked", "=", True)
            & Domain("prepared", "=", False)
            & Domain("state", "in", ("expected", "present", "late"))
            & Domain("user_id", "!=", False)
            & Domain("meeting_id", "any!", [("kind", "in", REPORT_KINDS)])
        )

    @core_door
    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        early = rows.sudo()._get_unbegun()  # sudo: the mark is kept out of hand
        early.filtered(lambda row: not row._is_guest()).report_asked = True
        return rows

    def _is_derived(self, name):
        return name in FIXED_FIELDS or super()._is_derived(name)

    def _is_guest(self):
        """Return whether this person (sudo) belongs to none of the departments whose meeting it is."""
        departments = self.meeting_id.department_id | self.meeting_id.schedule_id.further_department_ids
        path = self.department_id.parent_path or ""
        return not any(path.startswith(department.parent_path) for department in departments)

    def _get_unbegun(self):
        """Return the rows of meetings that have not begun: before their start, or not opened yet."""
        now = fields.Datetime.now()
        return self.filtered(
            lambda row: (
                row.meeting_id.state == "planned" or row.meeting_id.state == "open" and now <= row.meeting_id.start
            )
        )

    def _update_prepared(self):
        """Note on rows (sudo) of meetings that have not begun whether their people are prepared."""
        self._get_unbegun()._note_prepared()

    def _note_prepared(self):
        domain = [("meeting_id", "in", self.meeting_id.ids), ("employee_id", "in", self.employee_id.ids)]
        groups = self.env["sales.office.meeting.line"].sudo()._read_group(domain, ["meeting_id", "employee_id"])
        reporting = {(meeting.id, employee.id) for meeting, employee in groups}
        with_lines = self.filtered(lambda row: (row.meeting_id.id, row.employee_id.id) in reporting)
        with_lines.filtered("nothing_to_report").nothing_to_report = False
        with_lines.filtered(lambda row: not row.prepared).prepared = True
        (self - with_lines).filtered(lambda row: row.prepared and not row.nothing_to_report).prepared = False

    def _say_nothing_to_report(self):
        self.write({"nothing_to_report": True, "prepared": True})

    def _prepare_roll_call_row(self):
        return {**super()._prepare_roll_call_row(), "is_unprepared": self.is_unprepared}
