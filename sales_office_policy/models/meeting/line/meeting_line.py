from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain

from ...organization.rpc.rpc import core_door

#: kinds that somebody has to do something about until it is done
TASK_KINDS = ("problem", "action")
#: name somebody whom not every reader of the line may see
CUSTOMER_FIELDS = {"partner_id", "lead_id"}


class SalesOfficeMeetingLine(models.Model):
    """What one person reports in a meeting: visits, movements, problems, needs, news (R006, R007, R008).

    Everybody on the meeting's list writes his own lines until it is closed and reads all of
    them, since being told is what the meeting is for. The chair, or who leads the department,
    may correct any line and adds the actions that were decided. Problems and actions have an
    owner and stay on the agenda until they are done, see the files beside this one.
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
        """Add lines: one's own, of somebody on the meeting's list, while it is not over; the chair adds any."""
        lines = super(SalesOfficeMeetingLine, self.with_context(mail_create_nolog=True)).create(vals_list)
        lines = lines.with_env(self.env)
        if not self.env.su:
            lines._check_may_edit(CUSTOMER_FIELDS)  # whatever the values came from, a context included
        lines._get_rows()._update_prepared()
        return lines

    @core_door
    def write(self, vals):
        if self.env.su:
            return super().write(vals)
        self.check_access("write")
        if {"meeting_id", "employee_id"} & vals.keys():
            raise AccessError(self.env._("A line stays with its meeting and who reported it. Add a new one."))
        self._check_may_edit(())  # before, for what was an action
        result = super().write(vals)
        self._check_may_edit(vals)
        return result

    @core_door
    def unlink(self):
        if not self.env.su:
            self.check_access("unlink")
            self._check_may_edit(())
        rows = self._get_rows()
        # sudo: the to-do of another owner goes with its line
        self.sudo().activity_id.unlink()
        result = super().unlink()
        rows._update_prepared()
        return result

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
