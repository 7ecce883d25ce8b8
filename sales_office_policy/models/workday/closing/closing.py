from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import format_date, format_datetime

from ...organization.posts.title import join_title
from ...organization.record.row_lock import lock_rows


class SalesOfficeClosing(models.Model):
    """The list somebody ticks before an office is left in the evening (R010).

    Whoever is on duty answers for it; everybody of the office may tick. Nobody writes a list,
    only its actions do. Colleagues see what is open and what was done; that a list was missed
    is seen by the person on duty and those who lead him.
    """

    _name = "sales.office.closing"
    _description = "Closing List"
    _inherit = ["sales.office.member.mixin", "sales.office.unfollowed.mixin", "mail.activity.mixin"]
    _order = "date desc, office_id, id"
    _member_date_field = "date"
    _mail_post_access = "read"

    office_id = fields.Many2one("hr.department", required=True, readonly=True, index=True, ondelete="restrict")
    template_id = fields.Many2one(
        "sales.office.closing.template",
        string="Checklist",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    date = fields.Date(required=True, readonly=True, index=True)
    employee_id = fields.Many2one(string="On Duty", readonly=True, default=False)
    duty_employee_id = fields.Many2one(related="employee_id", string="Person on Duty")
    stands_in = fields.Boolean(
        readonly=True, help="For somebody else whose week it is; this does not count as a turn of his own."
    )
    by_hand = fields.Boolean(
        string="Assigned by Hand", readonly=True, help="Assigned or swapped, so that it no longer follows the rota."
    )
    deadline = fields.Datetime(required=True, readonly=True, index=True)
    end_text = fields.Char(string="To Be Done By", compute="_compute_end_text")
    remind_at = fields.Datetime(readonly=True)
    reminded_at = fields.Datetime(readonly=True)
    line_ids = fields.One2many("sales.office.closing.line", "closing_id", string="Items", readonly=True)
    line_count = fields.Integer(string="Items to Tick", compute="_compute_counts")
    settled_count = fields.Integer(string="Ticked", compute="_compute_counts")
    done_at = fields.Datetime(readonly=True, help="When the list was finished; after the end time, when it was late.")
    done_by_id = fields.Many2one("res.users", readonly=True)
    excused = fields.Boolean(string="Waived", readonly=True)
    reason = fields.Char(string="Waived Because", readonly=True)
    excused_by_id = fields.Many2one("res.users", string="Waived by", readonly=True)
    swap_employee_id = fields.Many2one(
        "hr.employee", string="Asked to Take Over", readonly=True, index="btree_not_null", ondelete="set null"
    )
    swap_closing_id = fields.Many2one(
        "sales.office.closing", string="In Return For", readonly=True, index="btree_not_null", ondelete="set null"
    )
    is_overdue = fields.Boolean(compute="_compute_is_overdue", help="The end time has passed.")
    can_tick = fields.Boolean(compute="_compute_is_overdue", help="Open, on its day, and in time.")
    is_asked = fields.Boolean(compute="_compute_can", help="A colleague asks the current user to take over.")
    can_assign = fields.Boolean(compute="_compute_can")
    can_excuse = fields.Boolean(string="Can Waive", compute="_compute_can")
    state = fields.Selection(
        [("open", "To Do"), ("done", "Done"), ("missed", "Missed")],
        required=True,
        default="open",
        readonly=True,
        index=True,
    )

    _list_uniq = models.Constraint(
        "UNIQUE (office_id, company_id, date, template_id)", "This list of the day exists already."
    )
    _waiting_idx = models.Index("(deadline) WHERE state = 'open'")

    @api.depends("template_id.name", "date", "employee_id.name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for closing in self:
            employee, day = closing.employee_id.name, format_date(self.env, closing.date)
            checklist = closing.sudo().template_id.name  # sudo: the name of a list is no secret to its reader
            if employee and checklist and day:
                closing.display_name = self.env._(
                    "%(employee)s: %(list)s, %(date)s", employee=employee, list=checklist, date=day
                )
            else:
                closing.display_name = join_title(employee, checklist, day)

    @api.depends("deadline", "office_id")
    @api.depends_context("lang")
    def _compute_end_text(self):
        for closing in self:
            closing.end_text = bool(closing.deadline) and closing._format_time(closing.deadline)

    @api.depends("line_ids.state")
    def _compute_counts(self):
        groups = self.env["sales.office.closing.line"]._read_group(
            [("closing_id", "in", self.ids)], ["closing_id", "state"], ["__count"]
        )
        counts = {(closing.id, state): count for closing, state, count in groups}
        for closing in self:
            waiting = counts.get((closing.id, "open"), 0)
            closing.settled_count = counts.get((closing.id, "done"), 0) + counts.get((closing.id, "skipped"), 0)
            closing.line_count = closing.settled_count + waiting

    @api.depends("deadline", "date", "state", "office_id")
    def _compute_is_overdue(self):
        for closing in self:
            closing.is_overdue = closing._is_over()
            closing.can_tick = closing.state == "open" and not closing._is_over() and closing._has_come()

    @api.depends("state", "employee_id", "department_id", "swap_employee_id", "excused")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_can(self):
        led = self._has_authority()
        departments = self.env.user._get_sales_office_scope().department_ids
        for closing in self:
            leads_office = closing in led or closing.office_id.id in departments
            asked = closing.sudo().swap_employee_id.user_id  # sudo: only compared with the current user
            closing.is_asked = closing.state == "open" and asked == self.env.user
            closing.can_assign = closing.state == "open" and leads_office
            closing.can_excuse = closing in led and not closing.excused

    def _is_over(self):
        """Return whether the end time has passed by now."""
        self.ensure_one()
        return bool(self.deadline) and self.deadline <= fields.Datetime.now()

    def _has_come(self):
        """Return whether it is the day of the list where the office is, or later."""
        return bool(self.date) and self.date <= self._get_today()

    def _get_today(self):
        """Return today where the office is."""
        self.ensure_one()
        zone = self.office_id._get_sales_office_tz(self.company_id)
        return fields.Date.context_today(self.with_context(tz=zone))

    def _lock(self):
        """Wait for whoever is ticking these lists just now, and refuse a request whose view of them is older."""
        lock_rows(self)

    def _format_time(self, moment):
        """Return a time of day on the clocks of the office."""
        self.ensure_one()
        zone = self.office_id._get_sales_office_tz(self.company_id)
        return format_datetime(self.env, moment, tz=zone, dt_format="HH:mm")

    def _log(self, body):
        """Leave the same note on each of these lists (sudo)."""
        if self:
            self._message_log_batch({closing.id: body for closing in self})

    def _tell(self, employee, body):
        """Leave a note that ``employee`` is notified of (sudo)."""
        user = employee.sudo().user_id  # sudo: only who is told is asked
        for closing in self:
            closing.message_post(body=body, subtype_xmlid="mail.mt_note", partner_ids=user.partner_id.ids)

    def _check_user_is(self, employee):
        """Raise an ``AccessError`` unless the current user is ``employee``."""
        if employee.sudo().user_id != self.env.user and not self.env.su:  # sudo: only compared with the current user
            raise AccessError(self.env._("Only the colleague who was asked can answer."))
