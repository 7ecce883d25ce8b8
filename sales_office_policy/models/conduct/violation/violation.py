from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import clean_context

from ...organization.posts.title import join_title
from ...organization.rpc.rpc import core_door
from ..penalty.ladder import count_occurrence
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
#: all that anybody types on a case himself; everything else is written by the actions
FACTS = {"employee_id", "type_id", "date", "description"}


class SalesOfficeViolation(models.Model):
    """A case: somebody is said to have broken a clause (R046, R060).

    ``suspected`` is a draft that its reporter, or a leader, edits. From ``reported`` on the
    facts stand still, because the employee answers to just these; a wrong report is dismissed
    and made anew. The rest goes through the actions, see the files beside this one.
    ``closed`` is final: only then the case counts as an occurrence and its fine is due, unless it is annulled.

    The employee sees his cases, those who lead him see and decide them. Who only reported
    one, as the clerk does, sees it until he hands it in: the answer, the sanction and how
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

    employee_id = fields.Many2one(default=False, tracking=True)
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

    occurrence = fields.Integer(
        compute="_compute_occurrence",
        store=True,
        copy=False,
        aggregator=None,
        help="The how-manieth case of this kind within the type's window, by the cases that are final. Counted when "
        "reported, again until closed, and never changed afterwards.",
    )
    occurrence_by_day = fields.Integer(
        readonly=True,
        copy=False,
        aggregator=None,
        help="What the occurrence would be, had what became final or was annulled after this case was closed been so "
        "before.",
    )
    earlier_open_count = fields.Integer(
        compute="_compute_earlier_open_count", help="Open cases of the same kind about earlier days."
    )
    proposed_sanction = fields.Selection(SANCTIONS, compute="_compute_proposal")
    proposed_fine_amount = fields.Monetary(string="Proposed Fine", compute="_compute_proposal")
    proposed_points = fields.Integer(compute="_compute_proposal")

    answer_deadline = fields.Datetime(string="Answer Until", readonly=True, copy=False)
    answer_deadline_reason = fields.Char(
        string="Time to Answer", compute="_compute_deadline_reasons", compute_sudo=True
    )
    statement = fields.Text(string="Employee's Answer", readonly=True, copy=False)
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
            parts = {"type": case.type_id.name, "employee": case.employee_id.name, "date": case.date}
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

    @api.depends("state", "type_id", "employee_id", "date")
    def _compute_occurrence(self):
        """Count a reported case; a suspected one is not counted yet, and a decided one when others become final.

        Nor is one that is still being typed: its number would tell on which days whoever is typed in had cases.
        """
        numbers = self.filtered(lambda case: case.id and case.state == "reported")._count_occurrences()
        for case in self:
            case.occurrence = numbers.get(case, case.occurrence)

    @api.depends("state", "employee_id", "type_id", "date")
    def _compute_earlier_open_count(self):
        """Count what comes first by its day and is not final, for who decides this one before."""
        open_ones = self.filtered(lambda case: case.id and case.state in UNDER_WAY)
        # sudo: leaders of other departments may have reported them; only the number leaves
        groups = self.sudo()._read_group(
            [
                ("state", "in", UNDER_WAY),
                ("employee_id", "in", open_ones.employee_id.ids),
                ("type_id", "in", open_ones.type_id.ids),
            ],
            ["employee_id", "type_id"],
            ["date:array_agg"],
        )
        dates = {(employee.id, violation_type.id): days for employee, violation_type, days in groups}
        for case in self:
            days = dates.get((case.employee_id.id, case.type_id.id), ()) if case in open_ones else ()
            case.earlier_open_count = sum(day < case.date for day in days)

    @api.depends(
        "state",
        "occurrence",
        "type_id.step_ids.occurrence",
        "type_id.step_ids.sanction",
        "type_id.step_ids.fine_amount",
        "type_id.step_ids.points",
        "type_id.currency_id",
        "currency_id",
        "date",
        "company_id.sales_office_fines_enabled",
        "company_id.sales_office_fine_replacement",
    )
    def _compute_proposal(self):
        """Propose what the ladder says now; once decided the case's own values are all there is."""
        for case in self:
            step = case.type_id.step_ids.browse()
            if case.state == "reported":
                step = case.type_id._get_step(case.occurrence)
            fines = case.company_id.sales_office_fines_enabled
            # with fines switched off a fine is left as a warning with its points
            case.proposed_sanction = "warning" if step.sanction == "fine" and not fines else step.sanction
            case.proposed_fine_amount = case._convert_amount(step.fine_amount, step.currency_id) if fines else 0.0
            case.proposed_points = step.points

    @api.constrains("date", "employee_id")
    def _check_date(self):
        # what a check finds is a fact already, though it may still be the day before where the employee lives
        for case in self.filtered(lambda case: case.employee_id and not case.check_id):
            if case.date > fields.Date.context_today(case.with_context(tz=case._get_member_tz())):
                raise ValidationError(self.env._("The day of a case must not lie in the future."))

    @core_door
    @api.model_create_multi
    def create(self, vals_list):
        cases = self
        if not self.env.su:
            vals_list = [self._prepare_draft_vals(vals) for vals in vals_list]
            cases = self.with_context(clean_context(self.env.context))  # defaults would reach closed fields
        return super(SalesOfficeViolation, cases).create(vals_list).with_env(self.env)

    @core_door
    def write(self, vals):
        if not self.env.su:
            self.check_access("write")
            self._check_editable(vals)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_own_drafts(self):
        if self.env.su:
            return
        if any(case.state != "suspected" or case.reporter_id != self.env.user for case in self):
            raise UserError(
                self.env._("Only a suspected case can be deleted, by whoever wrote it. Dismiss this one instead.")
            )

    @api.model
    def _prepare_draft_vals(self, vals):
        """Return what an ordinary user may create: the facts of a suspected case, himself as the reporter.

        Anything else is refused, what is computed included: a department of one's own choice
        would open the case to others, or to oneself.
        """
        fixed = {"state": "suspected", "reporter_id": self.env.uid}
        if any(value and value != fixed.get(name) for name, value in vals.items() if name not in FACTS):
            raise AccessError(self.env._("A case begins as suspected. Report it, then it takes its course."))
        return {name: value for name, value in vals.items() if name in FACTS} | fixed

    def _check_editable(self, vals):
        """Refuse to write what is not a fact, or on a case that has been reported."""
        if any(case.state != "suspected" for case in self):
            raise UserError(
                self.env._("This case has been reported, so its facts are closed. Use the buttons to take it further.")
            )
        if refused := vals.keys() - FACTS:
            names = ", ".join(self._fields[name]._description_string(self.env) or name for name in refused)
            raise AccessError(self.env._("%(names)s: not changed by hand. Use the buttons of the case.", names=names))
        if "employee_id" in vals and any(case.employee_id.id != vals["employee_id"] for case in self):
            raise UserError(self.env._("A case stays with its employee. Delete it and write a new one."))

    def _convert_amount(self, amount, currency):
        """Return an amount of a table, which is in ``currency``, in the company's at the day of the case."""
        self.ensure_one()
        if not amount or currency == self.currency_id:
            return amount
        return currency._convert(amount, self.currency_id, self.company_id, self.date)

    def _count_occurrences(self, together=False):
        """Return ``{case: the how-manieth it is}`` by the cases that are final, which these are not yet.

        :param together: as if these became final at once: in the order of their days
        """
        final, numbers = self._get_final_dates(), {}
        for (employee, kind), cases in (
            self.sorted(lambda case: (case.date, case.id))
            .grouped(lambda case: (case.employee_id, case.type_id))
            .items()
        ):
            earlier = list(final.get((employee.id, kind.id), ()))
            for case in cases:
                numbers[case] = count_occurrence(earlier, case.date, kind.window_months)
                if together:
                    earlier.append(case.date)
        return numbers

    def _get_final_dates(self):
        """Return ``{(employee id, type id): days of closed cases}`` for all that could count here, by one query."""
        domain = [
            ("state", "=", "closed"),
            ("employee_id", "in", self.employee_id.ids),
            ("type_id", "in", self.type_id.ids),
        ]
        # sudo: leaders of other departments may have closed earlier cases; only the number leaves
        groups = self.sudo()._read_group(domain, ["employee_id", "type_id"], ["date:array_agg"])
        return {(employee.id, violation_type.id): dates for employee, violation_type, dates in groups}

    def _recount_alike(self, why):
        """Count again, once these cases have become final or are no longer (sudo), what is of their kinds.

        Open ones change and say so. Closed ones of later days stay as they were closed, and say what would be right.

        :param why: which becomes the first words of what the open ones say
        """
        if not self:
            return
        alike = [("employee_id", "in", self.employee_id.ids), ("type_id", "in", self.type_id.ids)]
        kinds = {(case.employee_id, case.type_id) for case in self}
        since = min(self.mapped("date"))
        counted = Domain("state", "in", UNDER_WAY) | (Domain("state", "=", "closed") & Domain("date", ">", since))
        others = self.search(Domain(alike) & counted) - self
        others = others.filtered(lambda case: (case.employee_id, case.type_id) in kinds)
        closed = others.filtered(lambda case: case.state == "closed")
        (others - closed)._recount(why)
        closed._note_order(self)

    def _recount(self, why):
        """Count open cases again (sudo) and say so in those that are another occurrence now."""
        numbers = self._count_occurrences()
        changed = self.filtered(lambda case: case.occurrence != numbers[case])
        for case in changed:
            case.occurrence = numbers[case]
        bodies = {
            case.id: " ".join(
                (
                    self.env._("%(why)s Counted again: occurrence %(number)s.", why=why, number=case.occurrence),
                    "" if case.state == "reported" else self.env._("The decision stays as it was taken."),
                )
            ).strip()
            for case in changed
        }
        if bodies:
            changed._message_log_batch(bodies)

    def _note_order(self, others):
        """Note in closed cases (sudo) what they would be counted as after what has become of others of earlier days."""
        since = {}
        for other in others:
            key = other.employee_id, other.type_id
            since[key] = min(since.get(key, other.date), other.date)
        later = self.filtered(lambda case: case.occurrence and case.date > since[case.employee_id, case.type_id])
        final, bodies = later._get_final_dates(), {}
        for case in later:
            number = case._place_by_day(final[case.employee_id.id, case.type_id.id])
            if number != (case.occurrence_by_day or case.occurrence):
                case.occurrence_by_day = number
                bodies[case.id] = self.env._(
                    "By the cases that are final now, in the order of their days, this is occurrence %(number)s. "
                    "It was closed as occurrence %(closed)s and stays so.",
                    number=number,
                    closed=case.occurrence,
                )
        if bodies:
            later.browse(bodies)._message_log_batch(bodies)

    def _place_by_day(self, dates):
        """Return the occurrence of a closed case among closed ones of ``dates``; on its own day it keeps its place."""
        others = list(dates)
        others.remove(self.date)
        window = self.type_id.window_months
        first = count_occurrence([day for day in others if day != self.date], self.date, window)
        return min(max(self.occurrence, first), count_occurrence(others, self.date, window))
