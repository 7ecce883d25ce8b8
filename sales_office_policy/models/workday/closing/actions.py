from datetime import datetime, timedelta

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from ...organization.rpc.argument_types import Record
from ...organization.rpc.rpc import rpc

ACTIVITY = "sales_office_policy.mail_activity_type_closing"


class SalesOfficeClosing(models.Model):
    """What is done with a closing list.

    open --done--> done          everything ticked in time, by anybody of the office
      |
      +--end time--> missed      the person on duty answers for it; it can still be done late
      ^                 |
      +---- reopen -----+        somebody above the person on duty, who can also excuse him
    """

    _inherit = "sales.office.closing"

    @rpc
    def action_done(self):
        """Finish lists on which everything is ticked; from then on they are locked.

        :raise UserError: something is not ticked, the end time has passed, or the day has not come
        """
        self._lock()
        self._check_can_tick()
        waiting = self.line_ids.filtered(lambda line: line.state == "open")
        if waiting:
            raise UserError(self.env._("Not ticked yet: %(items)s.", items=", ".join(waiting.mapped("name"))))
        # sudo: lists are written by these methods only, by everybody who may see one that is open
        self.sudo()._finish({"state": "done", "done_at": fields.Datetime.now(), "done_by_id": self.env.uid})

    @rpc
    def action_done_late(self):
        """Record that the office was closed after the end time: the person on duty, a colleague or a leader.

        The list stays missed; the record may be a reason to excuse it.
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
        :raise AccessError: the user does not stand above the person on duty
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

    @rpc
    def action_reopen(self, reason: str, until: datetime = None):
        """Open finished or missed lists again, for example because a tick was wrong.

        :param str reason: kept in the chatter
        :param datetime until: new end time (naive, UTC), in an hour when not given
        :raise AccessError: the user does not stand above the person on duty
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
        :raise AccessError: the user leads neither the office nor both people
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

    def _check_reason(self, reason):
        if not (reason or "").strip():
            raise UserError(self.env._("Say why: the reason is kept with the list."))

    def _check_may_assign(self, employee):
        """Raise unless the user leads the office, or both who is on duty and who will be, himself included."""
        user = self.env.user
        if self.env.su or all(closing._leads_office() for closing in self):
            return
        colleague = self.env["hr.employee.public"].browse(employee.id)
        may_take = employee.user_id == user or colleague.in_office_scope
        if not may_take or not all(closing.in_office_scope or closing.is_own for closing in self):
            raise AccessError(
                self.env._(
                    "Duties are assigned by who leads the office, or by a leader among his own people. "
                    "With a colleague, you can swap."
                )
            )

    def _leads_office(self):
        self.ensure_one()
        user = self.env.user
        return self._is_post_held("director") or self.office_id.id in user._get_sales_office_scope().department_ids

    def _check_colleague(self, employee):
        """Raise a ``UserError`` unless ``employee`` (sudo) works in the office of these lists."""
        for closing in self:
            employee._check_works_in_office(closing.office_id, closing.company_id)

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
