from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...books.metrics import explained
from ...organization.posts.title import join_title
from ...organization.record.protected_mixin import Reason
from ...organization.rpc.rpc import rpc

EXCLUSIONS = [
    ("disqualified", "Disqualified"),
    ("violation", "Severe Conduct Case"),
    ("attendance", "Attendance Too Low"),
    ("period", "Not There the Whole Period"),
]
#: what follows from the books as they are now
CURRENT = ("current_value", "current_rank", "current_exclusion", "difference", "value_text")


class SalesOfficeContestParticipant(models.Model):
    """Somebody in a contest: their place, what they won, and why they are out of it where they are (R126).

    Seen by themselves and by those who lead them. Other participants see their name, rank and value only,
    in the contest's standings. Nobody writes one but by the actions.
    """

    _name = "sales.office.contest.participant"
    _description = "Contest Participant"
    _inherit = [
        "sales.office.member.mixin",
        "sales.office.unfollowed.mixin",
        "sales.office.outside.mixin",
    ]
    _order = "contest_id desc, exclusion NULLS FIRST, rank, value desc, id"
    _rec_name = "employee_id"
    _open_field = "prize_open"
    _open_depends = ("prize_amount",)

    contest_id = fields.Many2one("sales.office.contest", required=True, readonly=True, index=True, ondelete="cascade")
    contest_state = fields.Selection(related="contest_id.state", string="Contest Status")
    employee_id = fields.Many2one(readonly=True)
    team_id = fields.Many2one("hr.department", readonly=True, index="btree_not_null", ondelete="restrict")
    seller_id = fields.Many2one(
        "res.users",
        string="Salesperson",
        required=True,
        readonly=True,
        ondelete="restrict",
        help="Whose documents count. Kept when the user is taken off the employee.",
    )
    currency_id = fields.Many2one(related="contest_id.currency_id", compute_sudo=True)
    value = fields.Float(
        string="Value at Close",
        digits=(16, 3),
        readonly=True,
        aggregator=None,
        help=explained("What the books said at the close."),
    )
    rank = fields.Integer(
        readonly=True, aggregator=None, help="Frozen at the close; their team's in a contest of teams."
    )
    exclusion = fields.Selection(
        EXCLUSIONS, string="Left Out Because", readonly=True, help="Why they have no rank, frozen at the close."
    )
    disqualified_reason = fields.Text(string="Disqualified Because", readonly=True)
    disqualified_by_id = fields.Many2one("res.users", string="Disqualified by", readonly=True)
    disqualified_at = fields.Datetime(string="Disqualified on", readonly=True)
    prize_amount = fields.Monetary(string="Money Won", readonly=True)
    prize_ids = fields.Many2many("sales.office.contest.prize", string="Other Prizes Won", readonly=True)
    office_statement_line_ids = fields.One2many(
        "sales.office.statement.line", "contest_participant_id", string="Statement Lines"
    )
    prize_open = fields.Monetary(
        string="Still to Be Paid",
        compute="_compute_open",
        store=True,
        help="Part of the money won that is on no statement yet and was not paid outside either.",
    )
    current_value = fields.Float(
        string="Value Now", digits=(16, 3), compute="_compute_current", help=explained("What the books say now.")
    )
    value_text = fields.Char(
        string="Reached", compute="_compute_current", help="As frozen at the close, or as it is now."
    )
    current_rank = fields.Integer(string="Rank Now", compute="_compute_current")
    current_exclusion = fields.Selection(
        EXCLUSIONS, string="Would Be Left Out", compute="_compute_current", help="As things stand now."
    )
    difference = fields.Float(
        digits=(16, 3),
        compute="_compute_current",
        help="What the books have changed since the close. The ranking stays as it is.",
    )
    can_disqualify = fields.Boolean(compute="_compute_can_disqualify")

    _contest_employee_uniq = models.Constraint(
        "UNIQUE (contest_id, employee_id)", "Everybody takes part in a contest once."
    )
    _prize_open_idx = models.Index("(employee_id) WHERE prize_open > 0")

    @api.depends("employee_id.name", "contest_id.name")
    def _compute_display_name(self):
        for participant in self.sudo():  # sudo: names, for who may read the participant
            participant.display_name = join_title(participant.employee_id.name, participant.contest_id.name)

    @api.depends("value", "disqualified_at", "contest_id.state")
    @api.depends_context("lang")
    def _compute_current(self):
        """Read the books once per contest, however many of its participants are asked for."""
        self.update(dict.fromkeys(CURRENT, False))
        known = self.sudo().filtered("contest_id")  # sudo: ranks follow from everybody
        for contest, participants in known.grouped("contest_id").items():
            values = contest._get_values(contest._get_participants())
            ranks = contest._rank_now(values)
            exclusions = contest._get_exclusions(participants._origin)
            for participant in participants:
                origin = participant._origin
                participant.current_value = values.get(origin, 0)
                participant.current_rank = ranks.get(origin, 0)
                participant.current_exclusion = exclusions.get(origin, False)
                closed = participant.contest_state == "closed"
                participant.difference = participant.current_value - participant.value if closed else 0
                value = participant.value if closed else participant.current_value
                participant.value_text = contest._format_value(value)

    @api.depends("contest_id.state", "user_id", "department_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_can_disqualify(self):
        able = self._where_post("team_leader")._has_authority()
        for participant in self:
            contest = participant.contest_id
            participant.can_disqualify = (
                participant in able and participant.contest_state == "running" and not contest.is_participant
            )

    def _get_open(self, settled):
        return self.prize_amount - settled - self.outside_amount

    def _get_reasons(self):
        return {
            **super()._get_reasons(),
            "disqualify": Reason(
                self.env._("Disqualify"),
                self.env._(
                    "They get no rank and no prize. They and those above them read why; the other participants do not."
                ),
                placeholder=self.env._("Why?"),
            ),
            "reinstate": Reason(
                self.env._("Reinstate"),
                self.env._("They take part again, with all they sold. They read why."),
                placeholder=self.env._("Why?"),
            ),
        }

    @rpc
    def action_disqualify(self, reason: str):
        """Put the participants out of the running contest.

        :raises AccessError: not a superior of theirs, or taking part themselves
        :raises UserError: not running, out already, or no reason given
        """
        reason = self._check_reason(reason)
        self._check_may_disqualify()
        if any(participant.disqualified_at for participant in self):
            raise UserError(self.env._("Disqualified already."))
        values = {"disqualified_by_id": self.env.uid, "disqualified_at": fields.Datetime.now()}
        self.sudo().write({**values, "disqualified_reason": reason})  # sudo: written by actions only, checked above
        self._notify_users(
            "user_id",
            lambda told: told.env._(
                "You were disqualified in %(contest)s. %(reason)s", contest=told.contest_id.name, reason=reason
            ),
            always=True,
        )

    @rpc
    def action_reinstate(self, reason: str):
        """Let the participants into the running contest again.

        :raises AccessError: as for :meth:`action_disqualify`
        :raises UserError: not running, not out, or no reason given
        """
        reason = self._check_reason(reason)
        self._check_may_disqualify()
        if not all(participant.disqualified_at for participant in self):
            raise UserError(self.env._("Not disqualified."))
        nobody = dict.fromkeys(("disqualified_by_id", "disqualified_at", "disqualified_reason"), False)
        self.sudo().write(nobody)  # sudo: as in action_disqualify
        self._notify_users(
            "user_id",
            lambda told: told.env._(
                "You take part in %(contest)s again. %(reason)s", contest=told.contest_id.name, reason=reason
            ),
            always=True,
        )

    @rpc(one=True)
    def action_open_contest(self):
        """Open the contest with its standings."""
        return self.contest_id._get_records_action()

    def _check_may_disqualify(self):
        self.check_access("read")
        self._check_authority()
        contests = self.sudo().contest_id  # sudo: read only; whose they are was checked
        if not self.env.su and not self._is_post_held("team_leader"):
            raise AccessError(self.env._("Only a superior can do this."))
        if self.env.user in contests._get_participants().user_id:
            raise AccessError(self.env._("You take part yourself: somebody above you decides this."))
        contests._begin("running")
