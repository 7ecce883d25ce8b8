from odoo import models
from odoo.fields import Domain

#: statuses of a working day that was over and neither free nor excused
WORKED = ("present", "late", "early", "incomplete")


class SalesOfficeContest(models.Model):
    """Who may win, whatever he sold; asked at the close, a constant number of queries."""

    _inherit = "sales.office.contest"

    def _get_exclusions(self, participants):
        """Return ``{participant: reason}`` of those (sudo) who get no rank, see ``EXCLUSIONS``.

        With several reasons, the one that weighs most.
        """
        self.ensure_one()
        out = {}
        if self.whole_period:
            out |= dict.fromkeys(self._get_absentees(participants), "period")
        if self.minimum_attendance:
            out |= dict.fromkeys(self._get_truants(participants), "attendance")
        if self.no_severe_violation:
            out |= dict.fromkeys(self._get_offenders(participants), "violation")
        return out | dict.fromkeys(participants.filtered("disqualified_at"), "disqualified")

    def _get_offenders(self, participants):
        """Return those with a severe case under way, or closed with a sanction for a day of the period."""
        under_way = Domain("state", "in", ("reported", "decided", "appealed"))
        lost = (
            Domain("state", "=", "closed") & Domain("date", ">=", self.date_from) & Domain("date", "<=", self.date_to)
        )
        cases = self.env["sales.office.violation"].search(
            Domain("employee_id", "in", participants.employee_id.ids)
            & Domain("severity", "=", "severe")
            & (under_way | lost)
        )
        return participants.filtered(lambda p: p.employee_id in cases.employee_id)

    def _get_truants(self, participants):
        """Return those who came to a smaller share of their working days than is asked for."""
        counts = dict.fromkeys(participants.employee_id, (0, 0))
        for employee, status, count in self.env["sales.office.day"]._read_group(
            [
                ("employee_id", "in", participants.employee_id.ids),
                ("date", ">=", self.date_from),
                ("date", "<=", self.date_to),
                ("status", "in", [*WORKED, "absent"]),
            ],
            ["employee_id", "status"],
            ["__count"],
        ):
            came, days = counts[employee]
            counts[employee] = (came + count * (status != "absent"), days + count)
        return participants.filtered(
            lambda p: 100 * counts[p.employee_id][0] < self.minimum_attendance * counts[p.employee_id][1]
        )

    def _get_absentees(self, participants):
        """Return those who were not in the office from the first day of the period to the last."""
        office = self.department_id.sales_office_id
        periods = participants.employee_id._get_sales_office_periods(self.date_from, self.date_to)

        def was_there(employee):
            own = periods[employee.id]
            covered = own and own[0].first <= self.date_from and own[-1].last >= self.date_to
            return covered and all(
                p.office == office and p.hired <= self.date_from and p.left >= self.date_to for p in own
            )

        return participants.filtered(lambda p: not was_there(p.employee_id))
