from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date

from ...organization.posts.title import join_title
from ...organization.printing.software import as_software
from ...organization.record.protected_mixin import Reason
from ...organization.rpc.argument_types import Choice
from ...organization.rpc.rpc import core_door, rpc
from ..penalty.violation_step import SANCTIONS
from ..penalty.violation_type import CATEGORIES, SEVERITIES

STATES = [
    ("suspected", "Suspected"),
    ("reported", "Reported"),
    ("decided", "Decided"),
    ("appealed", "Appealed"),
    ("closed", "Case Closed"),
    ("dismissed", "Dismissed"),
    ("annulled", "Annulled"),
]
#: states of a case that somebody works on
UNDER_WAY = ("reported", "decided", "appealed")
#: states of a case that counts for nothing
VOID = ("dismissed", "annulled")
#: states of a case that takes its course no longer
ENDED = ("closed", *VOID)
#: sanctions that no one person imposes
GRAVE = ("suspension", "dismissal")
ACTIVITY_ANSWER = "sales_office_policy.mail_activity_type_answer"
ACTIVITY_DECISION = "sales_office_policy.mail_activity_type_decision"


class SalesOfficeViolation(models.Model):
    """A case: somebody is said to have broken a clause (R046, R060).

    ``suspected`` is a draft that its reporter, or a leader, edits. From ``reported`` on the
    facts stand still, because the employee answers to just these; a wrong report is dismissed
    and made anew. The rest goes through the actions:

    suspected --report--> reported --decide--> decided --accept, close--> closed
        |                    |                  |   ^
        |                    |             appeal   decide
        v                    v                  v   |
    dismissed <----------- dismiss <--------- appealed        closed --annul--> annulled

    - Report: whoever wrote the draft; a draft without a reporter (made by a check), somebody with authority.
    - Answer: the employee, once, while it is undecided.
    - Decide: a manager or director with authority who did not report it, once the employee answered or
      their time to answer is over. A decision unlike the ladder's gives reasons. A suspension or dismissal
      is one only when a second person confirms it.
    - Dismiss: the same people, at any time, since nobody has to answer for what is dropped.
    - Appeal: the employee, once, in time. Decided, with reasons, at the next level.
    - Close: the employee by accepting, or a manager or director with authority once no appeal can come.
    - Annul: those who could have decided the appeal, see ``appeal.py``.

    ``closed`` is final: only then the case counts as an occurrence and its fine is due, unless it is annulled.

    The employee sees what a check found about them at once, and what a person told or wrote from its report on, when
    the hearing begins; never what ends before. Those who lead them see and decide both. Who only reported
    one, as the clerk does, sees it until they hand it in: the answer, the sanction and how
    often it happened before are not a colleague's business.
    """

    _name = "sales.office.violation"
    _description = "Conduct Case"
    _inherit = [
        "sales.office.member.mixin",
        "sales.office.source.mixin",
        "sales.office.unfollowed.mixin",
        "sales.office.deadline.mixin",
        "mail.activity.mixin",
    ]
    _order = "date desc, id desc"
    _member_date_field = "date"
    _deadline_days = {
        "answer_deadline": "sales_office_answer_days",
        "appeal_deadline": "sales_office_appeal_days",
        "training_due": "sales_office_training_days",
    }
    _mail_post_access = "read"  # the employee, who writes nothing else here, may add evidence and messages
    _check_company_auto = True

    employee_id = fields.Many2one(default=False, required=False, tracking=True)  # gone once a case is anonymous
    type_id = fields.Many2one(
        "sales.office.violation.type",
        string="Violation",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        tracking=True,
    )
    clause_id = fields.Many2one(
        "sales.office.policy.clause",
        compute="_compute_clause_id",
        store=True,
        index=True,
        ondelete="restrict",
        help="The clause as it was in force when the case was written up.",
    )
    category = fields.Selection(CATEGORIES, compute="_compute_kind", store=True)
    severity = fields.Selection(SEVERITIES, compute="_compute_kind", store=True)
    date = fields.Date(required=True, default=fields.Date.context_today, index=True, tracking=True)
    description = fields.Text(
        string="Facts",
        required=True,
        help="What happened, where, and who saw it. The employee reads this and answers to it. "
        "Photos and papers are attached in the chatter.",
    )
    reporter_id = fields.Many2one(
        "res.users",
        string="Reported by",
        # what the software finds has no reporter, on whosever behalf it looked
        default=lambda self: self.env.user if not self.env.su else False,
        readonly=True,
        copy=False,
        index=True,
    )
    state = fields.Selection(
        STATES, required=True, default="suspected", readonly=True, copy=False, index=True, tracking=True
    )

    answer_deadline = fields.Datetime(string="Answer Until", readonly=True, copy=False)
    answer_deadline_reason = fields.Char(
        string="Time to Answer", compute="_compute_deadline_reasons", compute_sudo=True
    )
    response = fields.Text(string="Employee's Answer", readonly=True, copy=False)
    answered_at = fields.Datetime(string="Answered on", readonly=True, copy=False)
    is_unanswered = fields.Boolean(
        compute="_compute_is_unanswered", help="The time to answer passed without an answer."
    )

    sanction = fields.Selection(SANCTIONS, readonly=True, copy=False, tracking=True)
    fine_amount = fields.Monetary(string="Fine", readonly=True, copy=False, tracking=True)
    currency_id = fields.Many2one(related="company_id.currency_id", store=True)
    points = fields.Integer(readonly=True, copy=False, tracking=True)
    reason = fields.Text(string="Reasons", readonly=True, copy=False)
    decided_by_id = fields.Many2one("res.users", string="Decided by", readonly=True, copy=False)
    decided_at = fields.Datetime(string="Decided on", readonly=True, copy=False)

    # the list opens on what is still open: a few of many
    _open_idx = models.Index("(date DESC, id DESC) WHERE state NOT IN ('closed', 'dismissed', 'annulled')")
    _fine_positive = models.Constraint("CHECK (fine_amount >= 0)", "A fine must not be negative.")
    _answer_deadline_set = models.Constraint(
        "CHECK (state != 'reported' OR answer_deadline IS NOT NULL)", "A reported case needs a time to answer."
    )

    @api.depends("type_id.name", "employee_id.name", "date")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for case in self:
            day = format_date(self.env, case.date)
            parts = {"type": case.type_id.name, "employee": case.employee_id.name, "date": day}
            case.display_name = (
                self.env._("%(type)s: %(employee)s, %(date)s", **parts)
                if all(parts.values())
                else join_title(*parts.values())
            )

    @api.depends("answered_at", "answer_deadline")
    def _compute_is_unanswered(self):
        now = fields.Datetime.now()
        for case in self:
            deadline = case.answer_deadline
            case.is_unanswered = bool(deadline and deadline < now and not case.answered_at)

    @api.depends("type_id", "company_id")
    def _compute_clause_id(self):
        for (violation_type, company), cases in self.grouped(lambda case: (case.type_id, case.company_id)).items():
            clause = violation_type.clause_id
            cases.clause_id = (clause and clause._get_in_force(company)) or clause

    @api.depends("type_id")
    def _compute_kind(self):
        """Copy what the type says now: a later change of the type does not rewrite the case (R136)."""
        for case in self:
            case.category = case.type_id.category
            case.severity = case.type_id.severity

    @api.constrains("date", "employee_id")
    def _check_date(self):
        # what a check finds is a fact already, though it may still be the day before where the employee lives
        for case in self.filtered(lambda case: case.employee_id and not case.check_id):
            if case.date > fields.Date.context_today(case.with_context(tz=case._get_member_tz())):
                raise ValidationError(self.env._("The day of a case must not lie in the future."))

    @core_door
    def write(self, vals):
        """Change the facts of a case until it is reported; a training stays on record however the case ends.

        :raises AccessError: what only an action writes is given by hand
        :raises UserError: reported, or the employee would be another one
        """
        trained = self._get_trained(vals)
        result = super().write(vals)
        self._keep_training(vals.get("state"), trained)
        return result

    def _get_reasons(self):
        return {
            **super()._get_reasons(),
            **self._get_triage_reasons(),
            "answer": Reason(
                self.env._("Answer the Case"),
                self.env._("Say what happened from your side. You answer once; the decision follows."),
                shown=("description",),
            ),
            "appeal": Reason(
                self.env._("Appeal"),
                self.env._("Say why the decision is wrong. Somebody else will decide again. You appeal once."),
                shown=("description",),
            ),
            "dismiss": Reason(
                self.env._("Dismiss"),
                self.env._("Give your reasons. The case ends without a sanction and never counts as an occurrence."),
                shown=("description",),
            ),
            "annul": Reason(
                self.env._("Annul the Case"),
                self.env._(
                    "Give your reasons. The case stays readable and counts for nothing from now on; what was deducted "
                    "is given back with the next statement. The employee is told."
                ),
                shown=("description",),
            ),
        }

    @rpc
    def action_report(self):
        """Hand a suspected case in: the employee is told and may answer until the deadline.

        :raises AccessError: neither who wrote it nor who leads the employee
        :raises UserError: not suspected, or what proves it is missing
        """
        self._check_state("suspected")
        self._check_reporter()
        going_on = self._join_twins()
        going_on._check_evidence()
        # sudo: the state is closed to writing by hand; checked above. The message tells the change, for all at once
        cases = going_on.sudo().with_context(tracking_disable=True)
        cases._set_deadlines("answer_deadline")
        # what a check found about a director has been reported by the software: who takes it up decides it too
        named = self.filtered("is_for_judge").sudo()
        for (reporter, judged), alike in cases.grouped(lambda case: (case.reporter_id, case in named)).items():
            alike.write({"state": "reported", "reporter_id": reporter.id or (not judged and self.env.uid)})
        going_on.sudo()._notify_employee(ACTIVITY_ANSWER, "answer_deadline", before={"state": "suspected"})
        # sudo: who handed it in need not read it any more; whether they may read where it goes on is asked
        goes_on = self.sudo().joined_id.sudo(False)
        if len(self) == 1 and goes_on and goes_on.has_access("read"):
            return goes_on.get_formview_action()
        if self.has_access("read"):
            return True
        # a clerk hands the case over and is out of it: back to their list
        return self.env["ir.actions.actions"]._for_xml_id("sales_office_policy.sales_office_violation_action")

    @rpc
    def action_answer(self, text: str):
        """Record the employee's own answer. Once; until the case is decided, even after the deadline.

        What a first person decided without it, on a suspension or dismissal, is forgotten.

        :raises AccessError: somebody else's case
        :raises UserError: not reported, answered already, or no text
        """
        self._check_own()
        self._check_state("reported")
        self._check_reason(text, self.env._("Write your answer."))
        if any(case.answered_at for case in self):
            raise UserError(self.env._("You have answered this case. Add what is missing in a message below it."))
        cases = self.sudo()  # sudo: the employee writes nothing but their answer; checked above
        forgotten = {"first_decision": False, "first_decided_by_id": False}
        cases.write({"response": text, "answered_at": fields.Datetime.now(), **forgotten})
        cases.activity_unlink([ACTIVITY_ANSWER])
        return True

    @rpc
    def action_decide(
        self, sanction: Choice("sanction"), fine_amount: float = 0.0, reason: str = "", points: int = None
    ):
        """Decide a reported case, or again one that was appealed. A grave sanction waits for a second person.

        :param str sanction: one of ``SANCTIONS``
        :param float fine_amount: in company currency
        :param str reason: required on appeal and for anything the ladder does not propose
        :param int points: the ladder's when not given; on appeal those of the first decision
        :raises AccessError: the user is not to judge it
        :raises UserError: not reported or appealed, the employee may still answer, or what is imposed is beyond the
            post or the ladder without a reason
        """
        self._check_state("reported", "appealed")
        self._check_judge()
        self._check_heard()
        self._check_imposable(sanction, fine_amount)
        with as_software(self) as counted:
            # once more: another case may have been closed since. Whoever decides first must not show in it
            counted.modified(["state"])
        deadlines = self._count_deadlines("appeal_deadline")
        cases = self.sudo()  # sudo: decided values are closed to writing by hand; checked above
        decided = cases.browse()
        for case in cases:
            own_points = case.points if case.state == "appealed" else case.proposed_points
            case_points = own_points if points is None else points
            vals = {"sanction": sanction, "fine_amount": fine_amount, "points": case_points}
            if case._decide(vals, reason, deadlines[case.id]):
                decided |= case
        decided.activity_unlink([ACTIVITY_ANSWER])
        unheard = decided.filtered(lambda case: case.is_unanswered and not case.appealed_at)
        unheard._log_change(self.env._("Decided without an answer: the time to answer had passed."))
        decided._notify_employee(ACTIVITY_DECISION, "appeal_deadline")
        return True if decided == cases else self._get_second_person_action()

    @rpc
    def action_accept(self):
        """The employee accepts the decision: no appeal will come, so the case is closed.

        :raises AccessError: somebody else's case
        :raises UserError: not decided
        """
        self._check_own()
        self._check_state("decided")
        return self._close()

    @rpc
    def action_appeal(self, text: str):
        """Appeal against a decision: the employee, once, until the deadline.

        :raises AccessError: somebody else's case
        :raises UserError: not decided, the time is over, an appeal was decided, or no text
        """
        self._check_own()
        self._check_state("decided")
        self._check_reason(text, self.env._("Write why you appeal."))
        if self.filtered_domain(self._get_appeal_open_domain()) != self:
            raise UserError(self.env._("The time to appeal is over, or your appeal has been decided."))
        cases = self.sudo()  # sudo: the employee writes nothing but their appeal; checked above
        cases.write({"state": "appealed", "appeal": text, "appealed_at": fields.Datetime.now()})
        cases.activity_unlink([ACTIVITY_DECISION])
        return True

    @rpc
    def action_dismiss(self, reason: str):
        """End a case without a sanction: a decision like any other, by the same people, with reasons.

        :raises AccessError: the user is not to judge it
        :raises UserError: over already, or no reason given
        """
        self._check_state("suspected", "reported", "appealed")
        self._check_judge()
        self._check_reason(reason, self.env._("Give your reasons."))
        cases = self.sudo()  # sudo: the state is closed to writing by hand; checked above
        suspected, reported, appealed = (
            cases.filtered(lambda case, state=state: case.state == state)
            for state in ("suspected", "reported", "appealed")
        )
        nothing = {"sanction": False, "fine_amount": 0.0, "points": 0}
        for case in cases:
            vals = {"state": "dismissed", **nothing, **case._prepare_decision_vals(nothing, reason, False)}
            # of an appeal more changes than the state; of the others the message tells it, for all at once
            case.with_context(tracking_disable=case not in appealed).write(vals)
        cases.activity_unlink([ACTIVITY_ANSWER])
        suspected._log_moved({"state": "suspected"})
        reported._notify_employee(before={"state": "reported"})
        appealed._notify_employee()
        return True

    @rpc
    def action_close(self):
        """Make a decision final, once the employee can no longer appeal. From then on it counts.

        :raises AccessError: not a manager or director above the employee
        :raises UserError: not decided, or the employee may still appeal
        """
        self._check_state("decided")
        self._check_post()
        if self.filtered_domain(self._get_appeal_open_domain()):
            raise UserError(self.env._("The employee may still appeal. They can also accept the decision themselves."))
        return self._close()

    @rpc(one=True)
    def action_annul(self, reason: str):
        """Annul a closed case: it stays as it is, and counts for nothing.

        :raises AccessError: for anybody who could not have decided its appeal
        :raises UserError: for a case that is not closed, or without a reason
        """
        self._check_state("closed")
        self._check_annuller()
        reason = self._check_reason(reason, self.env._("Give your reasons."))
        self.sudo()._annul(reason)  # sudo: a closed case is closed to writing by hand; checked above
        return True

    def _decide(self, vals, reason, appeal_deadline):
        """Decide this case (sudo), or keep what a first person decides; return whether it is decided."""
        confirming = self._is_confirming(vals)
        case_reason = reason or (confirming and self.first_decision["reason"])
        self._check_decision(vals["sanction"], vals["fine_amount"], vals["points"], case_reason)
        alone = confirming or self._is_named(self.env.user)
        if self.state == "reported" and vals["sanction"] in GRAVE and not alone:
            self._keep_first_decision(vals, reason)
            return False
        self.write({"state": "decided", **vals, **self._prepare_decision_vals(vals, case_reason, appeal_deadline)})
        return True

    def _close(self):
        """Close, in the order of their days, and count again what is of their kinds: it has one more before it."""
        cases = self.sudo()  # sudo: the state is closed to writing by hand; the callers check
        numbers = cases._count_occurrences(together=True)
        recounted = cases.filtered(lambda case: case.occurrence != numbers[case])
        cases.with_context(tracking_disable=True).write({"state": "closed"})
        for number, alike in cases.grouped(lambda case: numbers[case]).items():
            alike.occurrence = number
        cases._log_moved({"state": "decided"})
        cases.activity_unlink([ACTIVITY_DECISION])
        recounted._log_change(
            self.env._("Counted again on closing, in the order of the days. The decision stays as it was taken.")
        )
        cases._recount_alike(self.env._("Another case of the same kind has become final."))
        cases._notify_facts_changed()
        return True

    def _prepare_decision_vals(self, vals, reason, appeal_deadline):
        """Return who decided, when and why (sudo); after an appeal beside the first decision."""
        self.ensure_one()
        if self.state == "appealed":
            return self._prepare_appeal_vals(vals, reason)
        confirming = self._is_confirming(vals)
        decided_by = self.first_decided_by_id if confirming else self.env.user
        deciders = decided_by | self.env.user
        return {
            "decided_by_id": decided_by.id,
            "confirmed_by_id": confirming and self.env.uid,
            "decided_at_top": any(self._holds_post(user, ["director"]) or self._is_named(user) for user in deciders),
            "decided_at": fields.Datetime.now(),
            "reason": reason,
            "first_decision": False,
            "first_decided_by_id": False,
            **self._prepare_deadline_vals("appeal_deadline", appeal_deadline),
        }

    def _get_open_deadline_domain(self, name):
        """Return the cases in which the employee may still answer or appeal, or has a training to attend."""
        return {
            "answer_deadline": [("state", "=", "reported"), ("answered_at", "=", False)],
            "appeal_deadline": [("state", "=", "decided"), ("appealed_at", "=", False)],
            "training_due": [("state", "=", "closed"), ("training_attended_on", "=", False)],
        }[name]

    def _get_party_users(self):
        """Leave the employee out of what is said about a mere suspicion."""
        users = super()._get_party_users()
        return users - self.user_id if self.state == "suspected" else users
