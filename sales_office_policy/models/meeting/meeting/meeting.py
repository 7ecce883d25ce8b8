from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_datetime

from ...organization.rpc.rpc import core_door

#: what may change only while the meeting is planned
PLANNED_FIELDS = {"department_id", "start"}


class SalesOfficeMeeting(models.Model):
    """A meeting of a department: who was expected, who came and when, what was said (R003).

    While it is open the participants sign in and the chair calls the roll; closing locks
    it with its roll call and minutes.
    """

    _name = "sales.office.meeting"
    _description = "Sales Meeting"
    _inherit = ["sales.office.department.mixin", "sales.office.typing.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "start desc, id desc"
    _check_company_auto = True

    name = fields.Char(compute="_compute_name", store=True, precompute=True, readonly=False, required=True)
    kind = fields.Selection(
        [
            ("morning", "Morning Meeting"),
            ("weekly", "Weekly Meeting"),
            ("monthly", "Monthly Meeting"),
            ("other", "Meeting"),
        ],
        required=True,
        default="morning",
    )
    department_id = fields.Many2one(tracking=True)
    start = fields.Datetime(required=True, index=True, tracking=True)
    stop = fields.Datetime(
        string="End", compute="_compute_stop", store=True, precompute=True, readonly=False, required=True
    )
    tz = fields.Char(string="Office Time Zone", compute="_compute_tz")
    date = fields.Date(
        string="Day", compute="_compute_date", store=True, precompute=True, index=True, help="Of the office."
    )
    chair_id = fields.Many2one(
        "hr.employee",
        compute="_compute_chair_id",
        store=True,
        precompute=True,
        readonly=False,
        check_company=True,
        ondelete="restrict",
        index="btree_not_null",
        tracking=True,
        help="Calls the roll and closes the meeting; who leads the department or stands in for its leader may too.",
    )
    chair_user_id = fields.Many2one(
        related="chair_id.user_id", string="Chair's User", store=True, index="btree_not_null"
    )
    deputy_chair_id = fields.Many2one(
        "hr.employee",
        check_company=True,
        ondelete="restrict",
        index="btree_not_null",
        tracking=True,
        help="May call the roll and close the meeting as well.",
    )
    deputy_chair_user_id = fields.Many2one(
        related="deputy_chair_id.user_id", string="Deputy Chair's User", store=True, index="btree_not_null"
    )
    attendance_ids = fields.One2many("sales.office.meeting.attendance", "meeting_id", string="Participants")
    expected_count = fields.Integer(compute="_compute_counts", string="Participants Expected")
    present_count = fields.Integer(compute="_compute_counts", string="Came", help="Signed in, in time or late.")
    late_count = fields.Integer(compute="_compute_counts", string="Late")
    absent_count = fields.Integer(compute="_compute_counts", string="Absent")
    minutes = fields.Html()
    closed_at = fields.Datetime(readonly=True, copy=False, help="Kept when the meeting is reopened to correct it.")
    is_participant = fields.Boolean(
        compute="_compute_is_participant",
        search="_search_is_participant",
        help="The current user is on the list.",
    )
    can_chair = fields.Boolean(compute="_compute_can_chair", help="The current user may call the roll.")
    can_plan = fields.Boolean(compute="_compute_can_chair", help="The current user may choose the participants.")
    state = fields.Selection(
        [("planned", "Planned"), ("open", "Open"), ("closed", "Closed"), ("cancelled", "Cancelled")],
        required=True,
        default="planned",
        copy=False,
        index=True,
        tracking=True,
    )

    _stop_after_start = models.Constraint("CHECK (stop > start)", "A meeting has to end after it starts.")

    @api.depends("name", "start", "tz")
    def _compute_display_name(self):
        for meeting in self:
            day = meeting.start and format_datetime(self.env, meeting.start, meeting.tz, "short")
            meeting.display_name = " ".join(filter(None, (meeting.name, day)))

    @api.depends("kind", "department_id")
    def _compute_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for meeting in self:
            if not meeting._origin and meeting.kind and meeting.department_id:
                meeting.name = f"{kinds[meeting.kind]}, {meeting.department_id.name}"
            else:
                meeting.name = meeting.name  # what a saved meeting is called stays

    @api.depends("start")
    def _compute_stop(self):
        for meeting in self:
            saved = meeting._origin
            if meeting.start and saved:
                meeting.stop = meeting.start + (saved.stop - saved.start)
            elif meeting.start and (not meeting.stop or meeting.stop <= meeting.start):
                meeting.stop = meeting.start + timedelta(minutes=20)
            else:
                meeting.stop = meeting.stop

    @api.depends("department_id", "company_id")
    def _compute_tz(self):
        for meeting in self:
            department = meeting.department_id
            meeting.tz = department._get_sales_office_tz(meeting.company_id) if department else "UTC"

    @api.depends("start", "department_id")
    def _compute_date(self):
        for meeting in self:
            local = meeting.start and fields.Datetime.context_timestamp(
                meeting.with_context(tz=meeting.tz), meeting.start
            )
            meeting.date = local and local.date()

    @api.depends("department_id")
    def _compute_chair_id(self):
        for meeting in self:
            manager = meeting.department_id.manager_id
            meeting.chair_id = manager if manager.company_id == meeting.company_id else False

    @api.depends("attendance_ids.state")
    def _compute_counts(self):
        # sudo: a participant sees the numbers, not his colleagues' rows
        groups = (
            self.env["sales.office.meeting.attendance"]
            .sudo()
            ._read_group([("meeting_id", "in", self.ids)], ["meeting_id", "state"], ["__count"])
        )
        counts = {(meeting.id, state): count for meeting, state, count in groups}
        for meeting in self:
            count = {state: counts.get((meeting.id, state), 0) for state in ("expected", "present", "late", "absent")}
            meeting.present_count = count["present"] + count["late"]
            meeting.late_count = count["late"]
            meeting.absent_count = count["absent"]
            meeting.expected_count = sum(count.values())

    @api.depends("attendance_ids.user_id")
    @api.depends_context("uid")
    def _compute_is_participant(self):
        # asked of the rows, not of attendance_ids: a record rule reads this in sudo, and would
        # leave the whole list in the cache for somebody who sees his own row only
        rows = self.env["sales.office.meeting.attendance"].sudo()
        joined = rows.search([("meeting_id", "in", self.ids), ("user_id", "=", self.env.uid)]).meeting_id
        for meeting in self:
            meeting.is_participant = meeting._origin in joined

    def _search_is_participant(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("attendance_ids", "any!", [("user_id", "=", self.env.uid)])

    @api.depends("chair_user_id", "deputy_chair_user_id", "department_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_can_chair(self):
        user = self.env.user
        directed, kept = self._where_post("director"), self._where_post("clerk")
        for meeting in self:
            chairs = meeting.chair_user_id | meeting.deputy_chair_user_id
            meeting.can_chair = meeting in directed or meeting.in_office_scope or user in chairs
            meeting.can_plan = meeting.can_chair or meeting in kept and meeting.in_same_office

    @core_door
    @api.model_create_multi
    def create(self, vals_list):
        """Create meetings; who is expected comes from the department unless the participants are given."""
        meetings = super().create(vals_list)
        for meeting in meetings:
            if not self.env.su and meeting.state != "planned":
                meeting._refuse_state_by_hand()
        meetings._check_chair_named()
        to_fill = [m.id for m, vals in zip(meetings, vals_list, strict=True) if "attendance_ids" not in vals]
        self.browse(to_fill)._fill_participants()
        return meetings

    @core_door
    def write(self, vals):
        if not self.env.su:
            self.check_access("read")
            self._check_write(vals)
        if vals.get("start") and "stop" not in vals:
            # a meeting that is moved keeps its length
            start = fields.Datetime.to_datetime(vals["start"])
            for length, meetings in self.grouped(lambda meeting: meeting.stop - meeting.start).items():
                super(SalesOfficeMeeting, meetings).write({**vals, "stop": start + length})
        else:
            super().write(vals)
        if not self.env.su and {"department_id", "chair_id", "deputy_chair_id"} & vals.keys():
            self.check_access("write")
            self._check_chair_named()
        return True

    def _check_write(self, vals):
        """Refuse what is done with buttons only, and whatever is locked in the meeting's state."""
        if "state" in vals:
            self._refuse_state_by_hand()
        self._check_not_locked()
        if PLANNED_FIELDS & vals.keys() and any(meeting.state != "planned" for meeting in self):
            raise UserError(self.env._("Department and start cannot be changed once the meeting is open."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_held(self):
        if any(meeting.state != "planned" for meeting in self):
            raise UserError(
                self.env._("Only planned meetings can be deleted. Cancel it instead, so that it stays on record.")
            )
