from datetime import datetime, timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date, format_datetime

from ...organization.local_time import get_today, get_zone
from ...organization.posts.title import join_sentences, join_title
from ...organization.record.phrases import join_names
from ...organization.rpc.argument_types import Record
from ...organization.rpc.rpc import rpc

ACTIVITY = "sales_office_policy.mail_activity_type_closing"


class SalesOfficeClosing(models.Model):
    """The list somebody ticks before an office is left in the evening (R010).

    Whoever is on duty answers for it; everybody of the office may tick. Nobody writes a list,
    only its actions do. Colleagues see what is open and what was done; that a list was missed
    is seen by the person on duty and those who lead them.

    open --done--> done          everything ticked in time, by anybody of the office
      |
      +--end time--> missed      the person on duty answers for it; it can still be done late
      ^                 |
      +---- reopen -----+        somebody above the person on duty, who can also excuse them
    """

    _name = "sales.office.closing"
    _description = "Closing List"
    _inherit = [
        "sales.office.member.mixin",
        "sales.office.unfollowed.mixin",
        "mail.activity.mixin",
    ]
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
        readonly=True, help="For somebody else whose week it is; this does not count as a turn of their own."
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

    @rpc
    def action_done(self):
        """Finish lists on which everything is ticked; from then on they are locked.

        :raises UserError: something is not ticked, the end time has passed, or the day has not come
        """
        self._lock()
        self._check_can_tick()
        waiting = self.line_ids.filtered(lambda line: line.state == "open")
        if waiting:
            raise UserError(
                self.env._("Not ticked yet: %(items)s.", items=join_names(self.env, waiting.mapped("name")))
            )
        # sudo: lists are written by these methods only, by everybody who may see one that is open
        self.sudo()._finish({"state": "done", "done_at": fields.Datetime.now(), "done_by_id": self.env.uid})

    @rpc
    def action_done_late(self):
        """Record that the office was closed after the end time: the person on duty, a colleague or a leader.

        The list stays missed; the record may be a reason to excuse it.

        :raises UserError: the end time has not passed, done in time, or on record already
        """
        self._lock()
        for closing in self:
            if closing.state == "done" or not closing._is_over():
                raise UserError(
                    self.env._("The end time has not passed: tick the items and finish the list instead.")
                    if closing.state == "open"
                    else self.env._("This list is done already.")
                )
            if closing.done_at:
                raise UserError(self.env._("It is on record already that this was done late."))
        vals = {"state": "missed", "done_at": fields.Datetime.now(), "done_by_id": self.env.uid}
        self.sudo()._finish(vals)  # sudo: as in action_done

    @rpc
    def action_excuse(self, reason: str):
        """Excuse whoever missed these lists: what was found about it withdraws itself.

        :param str reason: kept on the list
        :raises AccessError: the user does not stand above the person on duty
        """
        self._check_authority()
        self._check_reason(reason)
        if any(closing.state != "missed" for closing in self):
            raise UserError(self.env._("Only a list that was missed can be waived."))
        closings = self.sudo()  # sudo: lists are written by these methods only; authority was checked
        closings.write({"excused": True, "reason": reason, "excused_by_id": self.env.uid})
        # without the reason, which is not for everybody who sees the list should it be opened again
        closings._log(self.env._("Waived by %(name)s.", name=self.env.user.name))
        self.env["sales.office.check"]._trigger()

    def _filter_waivable(self):
        """Return the lists that the current user may waive now."""
        return self._has_authority().filtered(lambda closing: closing.state == "missed" and not closing.excused)

    @rpc
    def action_reopen(self, reason: str, until: datetime = None):
        """Open finished or missed lists again, for example because a tick was wrong.

        :param str reason: kept in the chatter
        :param datetime until: new end time (naive, UTC), in an hour when not given
        :raises AccessError: the user does not stand above the person on duty
        """
        self._check_authority()
        self._check_reason(reason)
        now = fields.Datetime.now()
        until = until or now + timedelta(hours=1)
        if until <= now:
            raise UserError(self.env._("The new end time has to lie in the future."))
        if any(closing.state == "open" or closing.excused for closing in self):
            raise UserError(self.env._("Only a list that is done, or was missed and not waived, is opened again."))
        closings = self.sudo()  # sudo: lists are written by these methods only; authority was checked
        closings.write(
            {
                "state": "open",
                "deadline": until,
                "by_hand": True,
                "remind_at": False,
                "done_at": False,
                "done_by_id": False,
            }
        )
        for closing in closings:
            closing._log(
                self.env._("Reopened until %(time)s: %(reason)s", time=closing._format_time(until), reason=reason)
            )
        self.env["sales.office.check"]._trigger()

    @rpc
    def action_assign(self, employee: Record("hr.employee")):
        """Put somebody else on duty, whatever the rota says.

        :param employee: ``hr.employee`` record, of the office
        :raises AccessError: the user leads neither the office nor both people
        """
        employee = employee.sudo()  # sudo: HR-only; checked below
        self._check_may_assign(employee)
        self._lock()
        self._check_open()
        self._check_colleague(employee)
        closings = self.sudo()  # sudo: lists are written by these methods only; authority was checked
        closings._hand_over(employee)
        closings._log(self.env._("%(leader)s put %(name)s on duty.", leader=self.env.user.name, name=employee.name))

    def _check_can_tick(self):
        """Raise a ``UserError`` unless these lists are open, in time, and of today."""
        self._check_open()
        for closing in self:
            if not closing._has_come():
                raise UserError(
                    self.env._(
                        "%(closing)s: tick it in the evening of that day, not before.", closing=closing.display_name
                    )
                )

    def _check_open(self):
        """Raise a ``UserError`` unless these lists are open and in time."""
        for closing in self:
            if closing.state != "open":
                raise UserError(
                    self.env._("%(closing)s is finished and locked.", closing=closing.display_name)
                    if closing.state == "done"
                    else self.env._(
                        "%(closing)s was missed and is locked. It can be recorded that it was done late, "
                        "and somebody above the person on duty can reopen or waive it.",
                        closing=closing.display_name,
                    )
                )
            if closing._is_over():
                raise UserError(
                    self.env._(
                        "%(closing)s had to be done by %(time)s, which has passed. "
                        "Record that it was done late instead.",
                        closing=closing.display_name,
                        time=closing.end_text,
                    )
                )

    def _check_may_assign(self, employee):
        """Raise unless the user leads the office, or both who is on duty and who will be, themselves included."""
        user = self.env.user
        if self.env.su or all(closing._leads_office() for closing in self):
            return
        colleague = self.env["hr.employee.public"].browse(employee.id)
        may_take = employee.user_id == user or colleague.in_office_scope
        if not may_take or not all(closing.in_office_scope or closing.is_own for closing in self):
            raise AccessError(
                self.env._(
                    "Duties are assigned by who leads the office, or by a leader among their own people. "
                    "With a colleague, you can swap."
                )
            )

    def _leads_office(self):
        self.ensure_one()
        user = self.env.user
        return self._is_post_held("director") or self.office_id.id in user._get_sales_office_scope().department_ids

    def _check_colleague(self, employee):
        """Raise a ``UserError`` unless ``employee`` (sudo) works in the office of these lists, and that evening."""
        for closing in self:
            employee._check_works_in_office(closing.office_id, closing.company_id)
        employee._check_there_in_the_evening(self.mapped("date"))

    def _check_user_is(self, employee):
        """Raise an ``AccessError`` unless the current user is ``employee``."""
        if employee.sudo().user_id != self.env.user and not self.env.su:  # sudo: only compared with the current user
            raise AccessError(self.env._("Only the colleague who was asked can answer."))

    def _hand_over(self, employee):
        """Make ``employee`` answer for these lists, which no longer follow the rota (sudo)."""
        self._close_reminder()
        weekly = self.env["sales.office.closing.rota"].search(
            [("department_id", "in", self.office_id.ids), ("period", "=", "week")]
        )
        for closing in self:
            closing.stands_in = closing.office_id in weekly.department_id
        self.write(
            {
                "employee_id": employee.id,
                "by_hand": True,
                "swap_employee_id": False,
                "swap_closing_id": False,
                "reminded_at": False,
            }
        )

    def _finish(self, vals):
        """Write the end of these lists (sudo)."""
        self.write({**vals, "swap_employee_id": False, "swap_closing_id": False})
        self._close_reminder()

    def _close_reminder(self):
        self.activity_unlink([ACTIVITY])

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
        return get_today(get_zone(self.office_id._get_sales_office_tz(self.company_id)))

    def _format_time(self, moment):
        """Return a time of day on the clocks of the office."""
        self.ensure_one()
        zone = self.office_id._get_sales_office_tz(self.company_id)
        return format_datetime(self.env, moment, tz=zone, dt_format="HH:mm")

    def _get_breach_text(self):
        """Return in words what was not done by when."""
        self.ensure_one()
        facts = {"list": self.template_id.name, "office": self.office_id.name, "time": self.end_text}
        waiting = self.line_ids.filtered(lambda line: line.state == "open")
        told = [self.env._("%(list)s, %(office)s: not finished by %(time)s.", **facts)]
        if waiting:
            told.append(self.env._("Not ticked: %(items)s.", items=join_names(self.env, waiting.mapped("name"))))
        if self.done_at:
            told.append(self.env._("Done late, at %(time)s.", time=self._format_time(self.done_at)))
        return join_sentences(*told)

    def _log(self, body):
        """Leave the same note on each of these lists (sudo)."""
        if self:
            self._message_log_batch({closing.id: body for closing in self})
