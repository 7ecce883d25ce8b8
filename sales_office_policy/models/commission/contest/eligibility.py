from odoo import models
from odoo.fields import Domain

from ...workday.day.day import CAME


class SalesOfficeContest(models.Model):
    """Who takes part, alone or in a team, and who may win, whatever was sold; a constant number of queries."""

    _inherit = "sales.office.contest"

    def _enter(self):
        """Add whoever should take part and does not yet (sudo); return the new participants."""
        self.ensure_one()
        participants = self._get_participants()
        known = participants.employee_id
        teams = self._get_teams()
        return participants.with_context(tracking_disable=True).create(
            [
                {
                    "contest_id": self.id,
                    "employee_id": employee.id,
                    "team_id": self._get_team_of(employee, teams).id,
                    "seller_id": employee.user_id.id,
                }
                for employee in self._get_candidates()
                if employee not in known
            ]
        )

    def _get_candidates(self):
        """Return the employees (sudo) who sell and are chosen, by department or by name."""
        self.ensure_one()
        contest = self.sudo()  # sudo: managers need not be HR officers
        chosen = contest._get_persons().filtered(lambda e: e.active and e.user_id)
        if contest.mode == "team":
            departments, chosen = contest._get_teams(), chosen.browse()
        else:
            departments = contest.department_ids or ((not chosen and contest.department_id) or contest.department_ids)
        sellers = contest.env["hr.employee"].search(
            Domain("company_id", "=", contest.company_id.id)
            & Domain("department_id", "child_of", departments.ids)
            & Domain("user_id.all_group_ids", "in", self.env.ref("sales_office_policy.group_representative").ids)
        )
        if not contest.with_leaders:
            sellers -= departments.search([("manager_id", "in", sellers.ids)]).manager_id
        return chosen | sellers

    def _get_persons(self):
        """Return the employees (sudo) chosen by name."""
        return self.env["hr.employee"].sudo().browse(self.employee_ids.ids).exists()

    def _get_teams(self):
        """Return the departments that compete in a contest of teams."""
        return (
            self.mode == "team"
            and (self.department_ids or self.department_id.child_ids)
            or self.department_ids.browse()
        )

    def _get_team_of(self, employee, teams):
        """Return the team an employee belongs to: the nearest department above them that is one."""
        path = employee.department_id._get_sales_office_line()
        return max((team for team in teams if team.id in path), key=lambda t: path.index(t.id), default=teams.browse())

    def _get_participants(self):
        """Return all participants (sudo), those entered first in front.

        Always searched for: through ``participant_ids`` the cache of somebody who sees their own row only
        would come to hold the others as well, or this method find their alone.
        """
        rows = self.env["sales.office.contest.participant"].sudo()  # sudo: ranks follow from everybody
        return rows.search([("contest_id", "in", self.ids)], order="id")

    def _get_competitors(self, participants):
        """Return ``{competitor: participants}``: a competitor is a team (``hr.department``) or a participant."""
        if self.mode == "team":
            return participants.grouped("team_id")
        return {participant: participant for participant in participants}

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
                ("status", "in", [*CAME, "absent"]),
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
