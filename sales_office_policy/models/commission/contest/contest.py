from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from ...books.metrics import METRICS, explained
from ...organization.record.phrases import join_names
from ...organization.record.protected_mixin import Reason
from ...organization.rpc.rpc import rpc
from ...organization.searching import lasting


class SalesOfficeContest(models.Model):
    """A race for prizes within a department and all below it (R126).

    A manager makes one for departments they lead, a director for any. Once it runs its rules stand
    still; the ranking is frozen when it is closed. Who takes part sees the standings and no more:
    what is personal is on their own :class:`participant <SalesOfficeContestParticipant>`.
    """

    _name = "sales.office.contest"
    _description = "Sales Contest"
    _inherit = [
        "sales.office.department.mixin",
        "sales.office.typing.mixin",
        "mail.thread",
    ]
    _order = "date_to desc, id desc"

    name = fields.Char(required=True, tracking=True)
    description = fields.Text(string="Rules", help="Told to the participants.")
    department_id = fields.Many2one(
        string="Organized by", help="People of this department and all below it can take part."
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    metric = fields.Selection(
        METRICS,
        string="What Counts",
        required=True,
        default="invoiced",
        tracking=True,
        help=explained(
            "Without taxes, in the company's currency: invoices, credit notes and margin by invoice date, orders by "
            "the day of confirmation, money by the day it came or the invoice date if that is later. Quantities are in "
            "the product's own unit; a new customer is one whose first invoice lies in the period. Statements, targets "
            "and reports count in the same way."
        ),
    )
    date_from = fields.Date(
        string="From",
        required=True,
        default=lambda self: fields.Date.start_of(fields.Date.context_today(self), "month"),
        tracking=True,
    )
    date_to = fields.Date(
        string="To",
        required=True,
        default=lambda self: fields.Date.end_of(fields.Date.context_today(self), "month"),
        tracking=True,
        index=True,
    )
    settling_days = fields.Integer(
        string="Days to Settle",
        required=True,
        default=5,
        help="Days after the period for late bookings; then the contest closes by itself.",
    )
    mode = fields.Selection(
        [("individual", "Person against Person"), ("team", "Team against Team")],
        required=True,
        default="individual",
        string="Kind",
        tracking=True,
    )
    department_ids = fields.Many2many(
        "hr.department",
        string="Departments",
        domain="[('id', 'child_of', department_id)]",
        help="Who takes part, each with the departments below; in a contest of teams each is one team. "
        "When empty: everybody of the organizing department, or the departments directly below it as teams.",
    )
    employee_ids = fields.Many2many(
        "hr.employee.public",
        string="Chosen Persons",
        domain="[('department_id', 'child_of', department_id), ('user_id', '!=', False)]",
        help="People chosen one by one. Without departments nobody else takes part.",
    )
    with_leaders = fields.Boolean(
        string="Leaders Take Part", help="Otherwise managers of departments only do so when they are chosen as persons."
    )
    no_severe_violation = fields.Boolean(
        string="No Severe Case",
        default=True,
        help="Leaves out who has a severe conduct case under way at the close, or lost one about a day of the period.",
    )
    minimum_attendance = fields.Float(
        string="Attendance at Least (%)",
        digits=(5, 2),
        help="Share of the working days in the period without an absence; waived days do not count. 0: not asked.",
    )
    whole_period = fields.Boolean(
        string="There the Whole Period", default=True, help="Leaves out who joined later or left the office before."
    )
    tie_mode = fields.Selection(
        [("share", "Share the Prizes of Their Places"), ("best", "Each Gets the Better Prize")],
        string="Who Ties",
        required=True,
        default="share",
        help="Both have the same rank and the next place is left out. Sharing concerns money, to the cent; "
        "badges and welfare of the better place go to each of them.",
    )
    prize_ids = fields.One2many("sales.office.contest.prize", "contest_id", string="Prizes", copy=True)
    participant_ids = fields.One2many(
        "sales.office.contest.participant", "contest_id", string="Contestants", readonly=True
    )
    state = fields.Selection(
        [("draft", "Draft"), ("running", "Running"), ("closed", "Closed")],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    started_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    started_at = fields.Datetime(readonly=True, copy=False)
    closed_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    closed_at = fields.Datetime(readonly=True, copy=False)
    participant_count = fields.Integer(
        string="Number of Contestants",
        compute="_compute_participant_count",
        help="In a draft: those who would take part if it were started now.",
    )
    is_participant = fields.Boolean(
        string="Is Contestant", compute="_compute_is_participant", search="_search_is_participant"
    )
    is_involved = fields.Boolean(
        compute="_compute_is_involved",
        search="_search_is_involved",
        help="The current user or somebody they lead takes part.",
    )
    can_organize = fields.Boolean(compute="_compute_can_organize")

    _period_ordered = models.Constraint("CHECK (date_from <= date_to)", "A contest must not end before it begins.")
    _settling_days_range = models.Constraint(
        "CHECK (settling_days BETWEEN 1 AND 90)", "Leave between 1 and 90 days to settle."
    )
    _minimum_attendance_range = models.Constraint(
        "CHECK (minimum_attendance BETWEEN 0 AND 100)", "The attendance asked for is between 0 and 100 %."
    )

    def _compute_participant_count(self):
        rows = self.env["sales.office.contest.participant"].sudo()  # sudo: only the number leaves
        counts = dict(rows._read_group([("contest_id", "in", self.ids)], ["contest_id"], ["__count"]))
        for contest in self:
            draft = contest.state == "draft" and contest.department_id
            contest.participant_count = len(contest._get_candidates()) if draft else counts.get(contest._origin, 0)

    @api.depends_context("uid")
    @api.depends("state")
    def _compute_is_participant(self):
        joined = self.filtered_domain([("id", "in", self._search_participations([("user_id", "=", self.env.uid)]))])
        for contest in self:
            contest.is_participant = contest in joined

    @lasting
    def _search_is_participant(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("participant_ids", "any!", [("user_id", "=", self.env.uid)])

    @api.depends_context("uid", "allowed_company_ids")
    @api.depends("state")
    def _compute_is_involved(self):
        mine = self._get_involved_domain()
        involved = self.filtered_domain([("id", "in", self._search_participations(mine))])
        for contest in self:
            contest.is_involved = contest in involved

    @lasting
    def _search_is_involved(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("participant_ids", "any!", self._get_involved_domain())

    def _get_involved_domain(self):
        return Domain("user_id", "=", self.env.uid) | Domain("in_office_scope", "=", True)

    def _search_participations(self, domain):
        """Return the ids of these contests that have such participants.

        Asked of the rows and not of ``participant_ids``: a record rule reads this in sudo, and would
        leave all participants in the cache of somebody who sees their own row only.
        """
        rows = self.env["sales.office.contest.participant"].sudo()
        return rows.search(Domain("contest_id", "in", self.ids) & Domain(domain)).contest_id.ids

    @api.depends("department_id", "state")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_can_organize(self):
        led = self._where_post("manager").filtered("in_office_scope") | self._where_post("director")
        able = led.filtered(lambda contest: not contest.is_participant)
        for contest in self:
            contest.can_organize = contest in able

    @api.constrains("department_id", "department_ids", "employee_ids")
    def _check_within_department(self):
        for contest in self.sudo():  # sudo: people of other companies are what is looked for
            persons = contest._get_persons()
            chosen = contest.department_ids | persons.department_id
            outside = chosen - chosen.search([("id", "in", chosen.ids), ("id", "child_of", contest.department_id.ids)])
            strangers = persons.filtered(
                lambda e, company=contest.company_id: e.company_id != company or not e.department_id
            )
            if outside or strangers:
                raise ValidationError(
                    self.env._(
                        "Not below %(department)s, which organizes the contest: %(names)s.",
                        department=contest.department_id.name,
                        names=join_names(self.env, [*outside.mapped("name"), *strangers.mapped("name")]),
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_started(self):
        self._check_draft()

    def _get_reasons(self):
        return {
            **super()._get_reasons(),
            "withdraw": Reason(
                self.env._("Call Off"),
                self.env._(
                    "The contest goes back to draft and nobody wins anything. All participants are told and can read "
                    "why."
                ),
                placeholder=self.env._("Why?"),
            ),
        }

    @rpc
    def action_start(self):
        """Let everybody chosen take part, freeze the rules and tell the participants.

        :raises AccessError: not a manager above all participants, or taking part themselves
        :raises UserError: not a draft, over already, or fewer than two to compete
        """
        self._begin("draft")
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
        self._begin("running")
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
        self._begin("running")
        self._check_organizer()
        for contest in self:
            contest.message_post(body=self.env._("Called off: %(reason)s", reason=reason))
            contest._announce_withdrawal()
        contests = self.sudo()  # sudo: as in action_start
        contests._get_participants().unlink()
        contests.write({"state": "draft", "started_by_id": False, "started_at": False})

    @rpc
    def action_close(self):
        """Freeze the ranking as the books are now and give the prizes.

        :raises AccessError: not a manager above all participants, or taking part themselves
        :raises UserError: not running, or the period is not over
        """
        self._begin("running")
        self._check_organizer()
        if any(contest.date_to >= fields.Date.context_today(self) for contest in self):
            raise UserError(self.env._("The period is not over yet."))
        for contest in self.sudo():  # sudo: ranking and prizes are written by this action only
            contest._close()

    @rpc(one=True)
    def action_open_participants(self):
        """Open the participants the user may see."""
        action = self.env["ir.actions.actions"]._for_xml_id(
            "sales_office_policy.sales_office_contest_participant_action"
        )
        return action | {"domain": [("contest_id", "=", self.id)], "context": {}}

    def _check_editable(self, vals):
        self._check_draft()

    def _check_draft(self):
        if any(contest.state != "draft" for contest in self):
            raise UserError(self.env._("The contest has been started: its rules and prizes stand still."))

    def _check_organizer(self):
        """Raise an ``AccessError`` unless the user may decide about the contests and all who take part in them.

        Nobody decides a contest they take part in, nor one in which somebody above them does.
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

    def _begin(self, *states):
        self.check_access("write")
        return super()._begin(*states)
