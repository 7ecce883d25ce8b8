from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from ...organization.rpc.rpc import core_door, rpc
from ...organization.searching import lasting

#: kinds that somebody has to do something about until it is done
TASK_KINDS = ("problem", "action")
#: name somebody whom not every reader of the line may see
CUSTOMER_FIELDS = {"partner_id", "lead_id"}


class SalesOfficeMeetingLine(models.Model):
    """What one person reports in a meeting: visits, movements, problems, needs, news (R006, R007, R008).

    Everybody on the meeting's list writes their own lines until it is closed and reads all of
    them, since being told is what the meeting is for. The chair, or who leads the department,
    may correct any line and adds the actions that were decided. Problems and actions have an
    owner and stay on the agenda until they are done, see ``task.py``.

    Notices are read by everybody on the list, those who were not there included (R008, R109). Who reads which line the
    record rules ask of ``is_shared`` (R135).
    """

    _name = "sales.office.meeting.line"
    _description = "Meeting Report Line"
    _inherit = ["sales.office.member.mixin", "sales.office.unfollowed.mixin", "mail.activity.mixin"]
    _order = "start desc, meeting_id, employee_id, time, id"
    _rec_name = "text"
    _member_date_field = "start"
    _mail_post_access = "read"  # whoever may read a problem may help to solve it
    _check_company_auto = True

    meeting_id = fields.Many2one(
        "sales.office.meeting", required=True, index=True, ondelete="cascade", check_company=True
    )
    start = fields.Datetime(related="meeting_id.start", string="Meeting Start", store=True, precompute=True)
    meeting_state = fields.Selection(related="meeting_id.state", string="Meeting Status")
    employee_id = fields.Many2one(
        string="Brought Up by", check_company=True, default=lambda self: self._default_employee_id()
    )
    company_id = fields.Many2one(related="meeting_id.company_id")
    kind = fields.Selection(
        [
            ("visit", "Visit"),
            ("movement", "Movement"),
            ("problem", "Problem"),
            ("need", "Need"),
            ("notice", "Notice"),
            ("action", "Action"),
        ],
        required=True,
        default="visit",
        index=True,
        help="Visit: a customer seen or called that day. Movement: where you are otherwise. Problem: what is in "
        "the way, until it is solved. Need: what you need from others. Notice: news for everybody, to be marked "
        "as read. Action: what the chair has somebody do.",
    )
    text = fields.Text(string="Report Text", required=True)
    time = fields.Float(help="Time of the day in the time zone of the office; leave it at zero when it is open.")
    partner_id = fields.Many2one(
        "res.partner", string="Customer", check_company=True, ondelete="set null", index="btree_not_null"
    )
    lead_id = fields.Many2one(
        "crm.lead", string="Opportunity", check_company=True, ondelete="set null", index="btree_not_null"
    )
    res_model = fields.Char(string="Source Model", readonly=True, copy=False)
    res_id = fields.Many2oneReference(
        string="Source",
        model_field="res_model",
        readonly=True,
        copy=False,
        help="The event or activity this was taken from.",
    )
    owner_id = fields.Many2one(
        "hr.employee",
        check_company=True,
        ondelete="restrict",
        index="btree_not_null",
        help="Who takes care of a problem or action. Without one, who reported it.",
    )
    owner_user_id = fields.Many2one(
        related="owner_id.user_id", string="Owner's User", store=True, index="btree_not_null"
    )
    deadline = fields.Date(string="Due on")
    activity_id = fields.Many2one(
        "mail.activity", readonly=True, copy=False, ondelete="set null", index="btree_not_null"
    )
    done = fields.Boolean(readonly=True, copy=False)
    done_at = fields.Datetime(readonly=True, copy=False)
    done_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    result = fields.Text(readonly=True, copy=False)

    read_ids = fields.One2many("sales.office.meeting.notice.read", "line_id", string="Read Marks")
    asked_count = fields.Integer(compute="_compute_read_counts", string="To Be Read by")
    read_count = fields.Integer(compute="_compute_read_counts", string="Read by")
    is_unread = fields.Boolean(
        compute="_compute_is_unread", search="_search_is_unread", help="The current user is to read it yet."
    )

    is_shared = fields.Boolean(
        compute="_compute_is_shared",
        search="_search_is_shared",
        help="Of a meeting the current user is expected at, or still open and on the agenda of such a meeting.",
    )
    can_chair = fields.Boolean(related="meeting_id.can_chair")

    _source_uniq = models.UniqueIndex(
        "(meeting_id, employee_id, res_model, res_id) WHERE res_id IS NOT NULL AND res_id != 0",
        "This is among the lines already.",
    )
    _open_tasks_idx = models.Index("(meeting_id) WHERE done IS NOT TRUE AND kind IN ('problem', 'action')")
    _time_of_day = models.Constraint("CHECK (time >= 0 AND time < 24)", "A time lies between 00:00 and 23:59.")

    @api.model
    def _default_employee_id(self):
        """Return the user's employee on the list of the meeting, in whichever company that is."""
        meeting = self.env["sales.office.meeting"].browse(self.env.context.get("default_meeting_id"))
        employees = self.env.user.sudo().employee_ids  # sudo: users have no access to hr.employee, only ids are used
        own = employees.filtered(lambda employee: employee.company_id == meeting.sudo().company_id)
        return own[:1].sudo(False) or self.env.user.employee_id

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

    @lasting
    def _search_is_unread(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("read_ids", "any!", [("user_id", "=", self.env.uid), ("read_at", "=", False)])

    @api.depends("meeting_id", "done", "kind")
    @api.depends_context("uid")
    def _compute_is_shared(self):
        shared = self.sudo().search(Domain("id", "in", self._origin.ids) & self._search_is_shared("in", [True]))
        for line in self:
            line.is_shared = line._origin.id in shared._ids

    @lasting
    def _search_is_shared(self, operator, value):
        if operator != "in":
            return NotImplemented
        # sudo: decides about access itself; asks about the current user all the same
        Meeting = self.env["sales.office.meeting"].sudo()
        ahead = Domain("state", "in", ("planned", "open"))
        mine = Domain("is_participant", "=", True) | Meeting._get_chaired_domain()
        departments = Meeting._search(ahead & mine).subselect("department_id")
        held = Domain("state", "=", "closed") & Domain("department_id", "any!", departments)
        carried = self._get_open_task_domain() & Domain("meeting_id", "any!", held)
        return Domain("meeting_id", "any!", mine) | carried

    @api.constrains("owner_id", "meeting_id")
    def _check_owner(self):
        for line in self.filtered("owner_id").sudo():  # sudo: departments and lists are read, nothing is shown
            office = line.meeting_id.department_id.sales_office_id
            listed = line.meeting_id.attendance_ids.employee_id
            if line.owner_id not in listed and line.owner_id.department_id.sales_office_id != office:
                raise ValidationError(
                    self.env._(
                        "%(name)s neither belongs to this sales office nor is on the list of the meeting. "
                        "Choose somebody who is.",
                        name=line.owner_id.name,
                    )
                )

    @core_door
    @api.model_create_multi
    def create(self, vals_list):
        """Add lines: one's own, of somebody on the meeting's list, while it is not over; the chair adds any.

        :raises AccessError: for somebody else by who neither chairs nor leads
        :raises UserError: nothing to report, not on the list, or the meeting is closed or cancelled
        """
        lines = super(SalesOfficeMeetingLine, self.with_context(mail_create_nolog=True)).create(vals_list)
        lines = lines.with_env(self.env)
        if not self.env.su:
            lines._check_may_edit(CUSTOMER_FIELDS)  # whatever the values came from, a context included
        lines._get_rows()._update_prepared()
        return lines

    @core_door
    def write(self, vals):
        """Correct lines; a notice that says something else now counts as unread.

        :raises AccessError: another meeting or person, or not one's own and neither chair nor leader
        :raises UserError: the meeting is closed or cancelled, or the line would be empty
        """
        result = super().write(vals)
        if not self.env.su:
            self._check_may_edit(vals)
        if "text" in vals:
            # sudo: what was read is not what stands there now
            self.sudo().read_ids.filtered("read_at").read_at = False
        return result

    @core_door
    def unlink(self):
        """Take lines away, with the to-do that came of them.

        :raises AccessError: not one's own and neither chair nor leader
        :raises UserError: the meeting is closed or cancelled
        """
        if not self.env.su:
            self.check_access("unlink")
            self._check_may_edit(())
        rows = self._get_rows()
        # sudo: the to-do of another owner goes with its line
        self.sudo().activity_id.unlink()
        result = super().unlink()
        rows._update_prepared()
        return result

    def _check_editable(self, vals):
        if {"meeting_id", "employee_id"} & vals.keys():
            raise AccessError(self.env._("A line stays with its meeting and who reported it. Add a new one."))
        self._check_may_edit(())  # before, for what was an action

    @rpc
    def action_prefill_meeting(self):
        """Add the user's visits of the day, see ``sales.office.meeting.action_prefill_lines``."""
        self._get_context_meeting().action_prefill_lines()

    @rpc
    def action_nothing_to_report(self):
        """Say that there is nothing to report, see ``sales.office.meeting.action_nothing_to_report``."""
        self._get_context_meeting().action_nothing_to_report()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"type": "success", "message": self.env._("Noted: you have nothing to report.")},
        }

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

    def _check_may_edit(self, names):
        """Raise unless the current user may have the lines as they are; ``names`` are the fields they give.

        :raises AccessError: for lines of others, actions, or a customer or opportunity they cannot read
        :raises UserError: the meeting is over
        """
        self.meeting_id.check_access("read")
        meetings = self.meeting_id.sudo()  # sudo: asks about states, lists and the user, nothing is shown
        meetings._check_not_locked()
        listed = meetings.attendance_ids.mapped(lambda row: (row.meeting_id, row.employee_id))
        for line in self.sudo():
            chairs = line.meeting_id.can_chair
            if not chairs and (not line.is_own or line.kind == "action"):
                raise AccessError(
                    self.env._(
                        "Everybody reports for themselves. Actions are added, and other people's lines "
                        "corrected, by the chair or who leads the department."
                    )
                )
            if (line.meeting_id, line.employee_id) not in listed and not (chairs and line.is_own):
                raise UserError(
                    self.env._(
                        "%(name)s is not on the list of this meeting. Ask the chair to add them.",
                        name=line.employee_id.name,
                    )
                )
        if not all((line.text or "").strip() for line in self.sudo()):
            raise UserError(self.env._("Write down what you have to report."))
        for name in CUSTOMER_FIELDS.intersection(names):
            self[name].check_access("read")  # the line would show its name to whoever reads the line

    def _get_rows(self):
        """Return the rows (sudo) of those who report, on the lists of their meetings."""
        pairs = set(self.sudo().mapped(lambda line: (line.meeting_id.id, line.employee_id.id)))
        # sudo: participants have no right to write their row
        rows = (
            self.env["sales.office.meeting.attendance"]
            .sudo()
            .search([("meeting_id", "in", self.meeting_id.ids), ("employee_id", "in", self.employee_id.ids)])
        )
        return rows.filtered(lambda row: (row.meeting_id.id, row.employee_id.id) in pairs)

    @api.model
    def _get_open_task_domain(self):
        return Domain("done", "=", False) & Domain("kind", "in", TASK_KINDS)

    def _get_own_unread_marks(self):
        # sudo: nobody has the right to write their mark; only those of the user themselves are
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

    def _get_context_meeting(self):
        # only a name: the meeting checks what the user may do with it
        return self.env["sales.office.meeting"].browse(self.env.context.get("default_meeting_id"))
