from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ...organization.record.row_lock import lock_rows
from ...organization.rpc.rpc import rpc


class SalesOfficeContest(models.Model):
    """Who takes part, and how a contest is started and taken back."""

    _inherit = "sales.office.contest"

    participant_count = fields.Integer(
        string="Number of Contestants",
        compute="_compute_participant_count",
        help="In a draft: those who would take part if it were started now.",
    )

    def _compute_participant_count(self):
        rows = self.env["sales.office.contest.participant"].sudo()  # sudo: only the number leaves
        counts = dict(rows._read_group([("contest_id", "in", self.ids)], ["contest_id"], ["__count"]))
        for contest in self:
            draft = contest.state == "draft" and contest.department_id
            contest.participant_count = len(contest._get_candidates()) if draft else counts.get(contest._origin, 0)

    @rpc
    def action_start(self):
        """Let everybody chosen take part, freeze the rules and tell the participants.

        :raises AccessError: not a manager above all participants, or taking part himself
        :raises UserError: not a draft, over already, or fewer than two to compete
        """
        self._check_state("draft")
        for contest in self:
            if contest.date_to < fields.Date.context_today(self):
                raise UserError(self.env._("The period is over: nobody could compete any more."))
            contest.sudo()._enter()  # sudo: participants are written by these actions only
            contest._check_organizer()
            if len(contest._get_competitors(contest._get_participants())) < 2:
                raise UserError(self.env._("A contest needs two at least: choose more departments or persons."))
        # sudo: fields that only this decision sets
        self.sudo().write({"state": "running", "started_by_id": self.env.uid, "started_at": fields.Datetime.now()})
        self._announce_start()

    @rpc
    def action_add_newcomers(self):
        """Let those take part as well who have joined the departments since the start.

        :raises AccessError: as for :meth:`action_start`
        :raises UserError: not running
        """
        self._check_state("running")
        for contest in self:
            added = contest.sudo()._enter()  # sudo: as in action_start
            contest._check_organizer()
            if added:
                contest._announce_start(added)

    @rpc
    def action_withdraw(self, reason: str):
        """Take a running contest back to draft; nobody wins anything.

        :raises AccessError: as for :meth:`action_start`
        :raises UserError: not running, or no reason given
        """
        reason = self._check_reason(reason)
        self._check_state("running")
        self._check_organizer()
        for contest in self:
            contest.message_post(body=self.env._("Called off: %(reason)s", reason=reason))
            contest._announce_withdrawal()
        contests = self.sudo()  # sudo: as in action_start
        contests._get_participants().unlink()
        contests.write({"state": "draft", "started_by_id": False, "started_at": False})

    def _check_organizer(self):
        """Raise an ``AccessError`` unless the user may decide about the contests and all who take part in them.

        Nobody decides a contest he takes part in, nor one in which somebody above him does.
        """
        self.check_access("write")
        if self.env.su:
            return
        for contest in self:
            participants = contest._get_participants()
            if self.env.user in participants.user_id:
                raise AccessError(
                    self.env._("You take part in %(contest)s: somebody above you decides it.", contest=contest.name)
                )
            participants.sudo(False)._check_authority()

    def _check_state(self, state):
        """Raise a ``UserError`` unless all contests have this state; waits for whoever is changing one just now."""
        self.check_access("write")
        lock_rows(self.sudo())  # sudo: a lock, nothing else
        self.invalidate_recordset(["state"])
        if all(contest.state == state for contest in self):
            return
        labels = dict(self._fields["state"]._description_selection(self.env))
        raise UserError(self.env._("Only possible while the contest is: %(state)s.", state=labels[state]))

    def _check_reason(self, reason):
        reason = (reason or "").strip()
        if not reason:
            raise UserError(self.env._("Say why."))
        return reason

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
        """Return the team an employee belongs to: the nearest department above him that is one."""
        path = [int(id_) for id_ in (employee.department_id.parent_path or "").split("/") if id_]
        return max((team for team in teams if team.id in path), key=lambda t: path.index(t.id), default=teams.browse())

    def _get_participants(self):
        """Return all participants (sudo), those entered first in front.

        Always searched for: through ``participant_ids`` the cache of somebody who sees his own row only
        would come to hold the others as well, or this method find his alone.
        """
        rows = self.env["sales.office.contest.participant"].sudo()  # sudo: ranks follow from everybody
        return rows.search([("contest_id", "in", self.ids)], order="id")

    def _get_competitors(self, participants):
        """Return ``{competitor: participants}``: a competitor is a team (``hr.department``) or a participant."""
        if self.mode == "team":
            return participants.grouped("team_id")
        return {participant: participant for participant in participants}
