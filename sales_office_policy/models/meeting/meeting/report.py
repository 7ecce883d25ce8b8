from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...organization.rpc.rpc import core_door, rpc
from ..attendance.report import REPORT_KINDS
from ..line.meeting_line import TASK_KINDS


class SalesOfficeMeeting(models.Model):
    """What is reported in a meeting, who came prepared, and what is open from earlier ones (R004, R007)."""

    _inherit = "sales.office.meeting"

    line_ids = fields.One2many("sales.office.meeting.line", "meeting_id", string="Report Lines")
    report_line_ids = fields.One2many(
        "sales.office.meeting.line",
        "meeting_id",
        string="Lines of the Report",
        domain=[("kind", "in", ("visit", "movement", "problem", "need"))],
    )
    notice_ids = fields.One2many(
        "sales.office.meeting.line", "meeting_id", string="Notices", domain=[("kind", "=", "notice")]
    )
    plan_ids = fields.One2many(
        "sales.office.meeting.line", "meeting_id", string="Actions", domain=[("kind", "=", "action")]
    )
    earlier_line_ids = fields.Many2many(
        "sales.office.meeting.line",
        compute="_compute_earlier_line_ids",
        string="Open from Earlier",
        help="Problems and actions of earlier meetings of this department that were not done when this one ended.",
    )
    asks_report = fields.Boolean(
        compute="_compute_asks_report", help="Everybody on the list is to come with something to report."
    )
    unprepared_count = fields.Integer(
        compute="_compute_unprepared_count",
        string="Unprepared",
        help="Expected or present, with nothing to report and without having said so.",
    )
    is_prepared = fields.Boolean(compute="_compute_is_prepared", help="The current user is prepared.")

    @api.depends("start", "department_id", "closed_at")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_earlier_line_ids(self):
        earlier = Domain("department_id", "in", self.department_id.ids) & Domain("state", "=", "closed")
        since = min(filter(None, self.mapped("closed_at")), default=fields.Datetime.now())
        # asked with the reader's own access to the lines
        lines = self.env["sales.office.meeting.line"].search(
            Domain("kind", "in", TASK_KINDS)
            & Domain("meeting_id", "any!", earlier)
            & (Domain("done", "=", False) | Domain("done_at", ">", since)),
            order="deadline, id",
        )
        departments = lines.grouped(lambda line: line.meeting_id.sudo().department_id.id)  # sudo: asked for above
        for meeting in self:
            candidates = departments.get(meeting.department_id.id, lines.browse())
            meeting.earlier_line_ids = candidates.filtered(lambda line, at=meeting: line._is_open_at(at))

    @api.depends("kind")
    def _compute_asks_report(self):
        for meeting in self:
            meeting.asks_report = meeting.kind in REPORT_KINDS

    @api.depends("attendance_ids.is_unprepared")
    def _compute_unprepared_count(self):
        # sudo: a participant sees the number, not his colleagues' rows
        rows = self.env["sales.office.meeting.attendance"].sudo()
        domain = Domain("meeting_id", "in", self.ids) & Domain("is_unprepared", "=", True)
        counts = dict(rows._read_group(domain, ["meeting_id"], ["__count"]))
        for meeting in self:
            meeting.unprepared_count = counts.get(meeting._origin.sudo(), 0)

    @api.depends("attendance_ids.prepared")
    @api.depends_context("uid")
    def _compute_is_prepared(self):
        prepared = self._search_own_rows().filtered("prepared").meeting_id
        for meeting in self:
            meeting.is_prepared = meeting._origin in prepared

    @core_door
    def unlink(self):
        # not left to the database: messages and activities of the lines go with them; sudo: the meeting decides
        self.sudo().line_ids.unlink()
        return super().unlink()

    @rpc
    def action_prefill_lines(self):
        """Add the current user's visits of the meeting's day to his lines; a second time adds only what is new."""
        self._get_own_rows_to_report()._prefill_lines()

    @rpc
    def action_nothing_to_report(self):
        """Say that the current user has nothing to report, before the meeting begins (R004).

        :raise UserError: the meeting has begun, he has lines, or is not on its list
        """
        rows = self._get_own_rows_to_report()
        if rows - rows._get_unbegun():
            raise UserError(self.env._("The meeting has begun. Tell the chair that you have nothing to report."))
        own = Domain("meeting_id", "in", self.ids) & Domain("employee_id", "in", rows.employee_id.ids)
        if self.env["sales.office.meeting.line"].search_count(own, limit=1):
            raise UserError(self.env._("You have something to report already. Delete these lines first."))
        rows._say_nothing_to_report()

    @rpc(one=True)
    def action_prepare(self):
        """Open the current user's own lines of this meeting, with what he has planned filled in (R004, R006)."""
        rows = self._get_own_rows_to_report()
        rows._prefill_lines()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "sales_office_policy.sales_office_meeting_line_action_prepare"
        )
        return action | {
            "name": self.env._("My Report: %(meeting)s", meeting=self.display_name),
            "domain": [("meeting_id", "=", self.id), ("employee_id", "in", rows.employee_id.ids)],
            "context": {"default_meeting_id": self.id, "active_model": self._name, "active_id": self.id},
        }

    @rpc
    def action_open_lines(self):
        """Open all lines of these meetings, to group and filter them."""
        action = self.env["ir.actions.actions"]._for_xml_id("sales_office_policy.sales_office_meeting_line_action")
        context = {"search_default_group_employee": 1, "default_meeting_id": self[:1].id}
        return action | {"domain": [("meeting_id", "in", self.ids)], "context": context}

    @api.model
    def _get_chaired_domain(self):
        chair = Domain("chair_user_id", "=", self.env.uid)
        return chair | Domain("deputy_chair_user_id", "=", self.env.uid)

    def _search_own_rows(self):
        """Return the current user's rows (sudo) on the lists of these meetings, as far as he is on them."""
        # sudo: participants have no right to write their row
        rows = self.env["sales.office.meeting.attendance"].sudo()
        return rows.search([("meeting_id", "in", self.ids), ("user_id", "=", self.env.uid)])

    def _get_own_rows_to_report(self):
        """Return the current user's rows (sudo), or raise unless he can report in each of these meetings."""
        self.check_access("read")
        self._check_not_locked()
        return self._get_own_rows()
