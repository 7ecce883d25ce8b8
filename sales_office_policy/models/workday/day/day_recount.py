from datetime import date
from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...organization.rpc.argument_types import Records
from ...organization.rpc.rpc import rpc
from ..hours.working_time import get_days


class Change(NamedTuple):
    """What counting a day anew would make of it."""

    employee: models.Model
    day: date
    before: models.Model  # the row, empty if there is none
    after: dict | None  # its new values; None when there is no row any more


class SalesOfficeDay(models.Model):
    """Counting past days anew, by versions, schedules and time zones as they are now (R002).

    Otherwise a day that was looked at when it was over keeps its hours, its department and its clocks.
    """

    _inherit = "sales.office.day"

    recounted_by_id = fields.Many2one("res.users", string="Recounted by", readonly=True)
    recounted_at = fields.Datetime(readonly=True)
    recount_reason = fields.Text(string="Recounted Because", readonly=True)

    @rpc
    @api.model
    def recount(self, employees: Records("hr.employee"), date_from: date, date_to: date, reason: str):
        """Count days anew, as if nobody had looked at them yet, and have the checks follow.

        :param date_from: first day, local to each employee
        :param date_to: last day, included; at most a year
        :param reason: kept with the days that change
        :raise AccessError: for anybody but who keeps the personnel data or the policy, and about his own days
        :raise UserError: without a reason, or for a period that is none
        """
        people = employees.sudo()  # sudo: a policy administrator has no access to hr.employee; asked next
        self._check_may_recount(people, date_from, date_to)
        self._check_reason(reason)
        days = self.sudo()  # sudo: nobody has the right to write rows, they follow from the facts
        changes = days._preview_recount(people, date_from, date_to)
        rows = days._refresh(people, get_days(date_from, date_to), recount=True)
        changed = {(change.employee, change.day) for change in changes}
        rows.filtered(lambda row: (row.employee_id, row.date) in changed).write(
            {
                "recounted_by_id": self.env.uid,
                "recounted_at": fields.Datetime.now(),
                "recount_reason": reason.strip(),
            }
        )
        checks = self.env["sales.office.check"].sudo()  # sudo: whoever recounts decides nothing, the facts do
        checks = checks.with_context(allowed_company_ids=people.company_id.ids).search(self._get_day_checks_domain())
        if changes and checks:
            checks.run(date_from, date_to, people)

    @api.model
    def _check_may_recount(self, employees, date_from, date_to):
        """Raise unless the current user may recount these days."""
        self.env["sales.office.check"]._check_period(date_from, date_to)
        if not employees:
            raise UserError(self.env._("Choose whose days are to be recounted."))
        if self.env.su:
            return
        if not self.env.user.has_group("hr.group_hr_user") and not employees._is_post_held("policy_admin"):
            raise AccessError(
                self.env._("Days are recounted by whoever keeps the personnel data, or by the policy administrator.")
            )
        if employees.company_id - self.env.companies:
            raise AccessError(self.env._("Days are recounted for employees of the companies you work in."))
        if self.env.user in employees.user_id:
            raise AccessError(self.env._("Nobody recounts his own days: let somebody else do it."))

    @api.model
    def _preview_recount(self, employees, date_from, date_to):
        """Return the :class:`Change` of each day (sudo) that would become another by being counted anew."""
        days = get_days(date_from, date_to)
        members = employees.filtered(lambda employee: employee.company_id._sales_office_uses("workday"))
        self._bring_up_to_date(members, date_from, date_to)
        rows = self.search([("employee_id", "in", members.ids), ("date", "in", days)])
        known = {(row.employee_id.id, row.date): row for row in rows}
        wanted = self._get_wanted(members, days, known, recount=days) if members else {}
        changes = []
        for key in sorted(known.keys() | wanted.keys(), key=lambda key: (key[1], key[0])):
            before, after = known.get(key, self.browse()), wanted.get(key)
            if not before or not after or before._differs(after):
                changes.append(Change(employees.browse(key[0]), key[1], before, after))
        return changes

    @api.model
    def _get_day_checks_domain(self):
        """Return the checks that read the day status."""
        codes = ("late_arrival", "early_leave", "away", "absence", "sign_in_missing", "sign_out_missing")
        return [("code", "in", codes)]

    @api.model
    def _get_recount_text(self, vals):
        """Return in words what a day says: its status, minutes and hours; ``None`` is a day without a row."""
        if not vals:
            return self.env._("No working day")
        labels = dict(self._fields["status"]._description_selection(self.env))
        status = labels[vals["status"]]
        minutes = {"late": vals["late_minutes"], "early": vals["early_minutes"]}.get(vals["status"])
        if minutes:
            status = self.env._("%(status)s (%(minutes)s min)", status=status, minutes=minutes)
        hours = self.new({"tz": vals["tz"]})._format_intervals(vals["expected_intervals"])
        return ", ".join(filter(None, (status, hours)))
