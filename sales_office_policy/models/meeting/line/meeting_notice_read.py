from odoo import api, fields, models
from odoo.fields import Domain

from ...organization.posts.title import join_title
from ...organization.rpc.rpc import core_door, rpc


class SalesOfficeMeetingNoticeRead(models.Model):
    """Whether one participant has read one notice of a meeting (R008). Made when the meeting closes."""

    _name = "sales.office.meeting.notice.read"
    _description = "Read Mark of a Notice"
    _inherit = "sales.office.member.mixin"
    _order = "start desc, line_id, employee_id"
    _member_date_field = "start"

    line_id = fields.Many2one(
        "sales.office.meeting.line", string="Notice", required=True, index=True, ondelete="cascade", readonly=True
    )
    text = fields.Text(related="line_id.text")
    meeting_id = fields.Many2one(related="line_id.meeting_id", store=True, index=True, precompute=True)
    start = fields.Datetime(related="line_id.start", string="Meeting Start", store=True, precompute=True)
    employee_id = fields.Many2one(string="Participant", default=False, readonly=True)
    read_at = fields.Datetime(readonly=True, copy=False)

    _reader_uniq = models.Constraint(
        "UNIQUE (line_id, employee_id)", "Each participant is asked once to read a notice."
    )
    _unread_idx = models.Index("(user_id) WHERE read_at IS NULL")

    @api.depends("line_id", "employee_id.name")
    def _compute_display_name(self):
        for mark in self:
            # sudo: whoever may see that somebody was asked may see what he was asked to read
            mark.display_name = join_title(mark.sudo().line_id.display_name, mark.employee_id.name, by=" - ")


class SalesOfficeMeetingLine(models.Model):
    """Notices are read by everybody on the list, those who were not there included (R008, R109)."""

    _inherit = "sales.office.meeting.line"

    read_ids = fields.One2many("sales.office.meeting.notice.read", "line_id", string="Read Marks")
    asked_count = fields.Integer(compute="_compute_read_counts", string="To Be Read by")
    read_count = fields.Integer(compute="_compute_read_counts", string="Read by")
    is_unread = fields.Boolean(
        compute="_compute_is_unread", search="_search_is_unread", help="The current user is to read it yet."
    )

    @api.depends("read_ids.read_at")
    def _compute_read_counts(self):
        # sudo: everybody sees how many have read it, not who
        marks = self.env["sales.office.meeting.notice.read"].sudo()
        groups = marks._read_group([("line_id", "in", self.ids)], ["line_id"], ["__count", "read_at:count"])
        counts = {line.id: (asked, read) for line, asked, read in groups}
        for line in self:
            line.asked_count, line.read_count = counts.get(line.id, (0, 0))

    @api.depends("read_ids.read_at")
    @api.depends_context("uid")
    def _compute_is_unread(self):
        unread = self._get_own_unread_marks().line_id
        for line in self:
            line.is_unread = line._origin in unread.with_env(self.env)

    def _search_is_unread(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("read_ids", "any!", [("user_id", "=", self.env.uid), ("read_at", "=", False)])

    @core_door
    def write(self, vals):
        result = super().write(vals)
        if "text" in vals:
            # sudo: what was read is not what stands there now
            self.sudo().read_ids.filtered("read_at").read_at = False
        return result

    @rpc
    def action_mark_read(self):
        """Note that the current user, nobody else, has read these notices; a second time changes nothing."""
        self._get_own_unread_marks().read_at = fields.Datetime.now()

    @rpc
    def action_open_reads(self):
        """Open the list of who has read the notice and who has not."""
        action = self.env["ir.actions.actions"]._for_xml_id(
            "sales_office_policy.sales_office_meeting_notice_read_action"
        )
        return action | {"domain": [("line_id", "in", self.ids)]}

    def _get_own_unread_marks(self):
        # sudo: nobody has the right to write his mark; only those of the user himself are
        marks = self.env["sales.office.meeting.notice.read"].sudo()
        return marks.search([("line_id", "in", self.ids), ("user_id", "=", self.env.uid), ("read_at", "=", False)])

    def _ask_to_read(self):
        """Ask everybody on the list with a user, but the author, to read these notices (sudo); once only."""
        notices = self.filtered(lambda line: line.kind == "notice")
        (self - notices).read_ids.unlink()
        asked = set(notices.read_ids.mapped(lambda mark: (mark.line_id, mark.employee_id)))
        self.env["sales.office.meeting.notice.read"].create(
            [
                # the department is the row's, which need not be found out again
                {"line_id": line.id, "employee_id": row.employee_id.id, "department_id": row.department_id.id}
                for line in notices
                for row in line.meeting_id.attendance_ids.filtered("user_id")
                if row.employee_id != line.employee_id and (line, row.employee_id) not in asked
            ]
        )
