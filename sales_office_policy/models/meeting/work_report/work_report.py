from datetime import timedelta

from babel.dates import format_skeleton

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import format_date, format_datetime, plaintext2html
from odoo.tools.misc import babel_locale_parse, get_lang

from ...organization.local_time import get_local_day, get_zone, to_local
from ...organization.posts.title import join_title
from ...organization.record.phrases import join_names
from ...organization.record.protected_mixin import Reason
from ...organization.rpc.rpc import core_door, rpc
from ...organization.searching import lasting
from .work_report_rule import KINDS

STATES = [("draft", "To Write"), ("late", "Overdue"), ("submitted", "Handed In"), ("answered", "Answered")]
#: still to be handed in
OPEN = ("draft", "late")
NO_TIME = timedelta()
#: leave moves a deadline by a day at least, on which clocks may be changed; a shift of the same day does by less
LEAVE_MOVES = timedelta(hours=20)


class SalesOfficeWorkReport(models.Model):
    """What somebody reports to their superior about a day, a week or a month (R052, R098, R106).

    Made by a cron for everybody whose post has to write one, with the figures of the period.
    ``late`` is a report whose deadline passed without it; it has to be handed in all the same.
    From handing in on, texts and figures stand still and the superior answers.

    draft, late --submit--> submitted --answer--> answered
      ^                         |
      +-------- return ---------+

    - Submit: its author, with what they did; figures are read once more and then stand.
    - Answer: somebody above them, once. Problems and suggestions are answered in words, other
      reports may just be marked as read (R106).
    - Return: somebody above them, before answering; the time of the first handing in stays.
    - Excuse: somebody above them; the report need not be handed in, or not in time.
    """

    _name = "sales.office.work.report"
    _description = "Work Report"
    _inherit = [
        "sales.office.member.mixin",
        "sales.office.figures.mixin",
        "sales.office.unfollowed.mixin",
        "mail.activity.mixin",
    ]
    _order = "date_to desc, deadline desc, id desc"
    _member_date_field = "date_to"
    _mail_post_access = "read"  # the superior, who writes nothing else here, may ask back and plan activities

    employee_id = fields.Many2one(readonly=True, default=False)
    kind = fields.Selection(KINDS, required=True, readonly=True)
    date_from = fields.Date(string="From", required=True, readonly=True, index=True)
    date_to = fields.Date(string="To", required=True, readonly=True, index=True)
    office_deadline = fields.Datetime(
        required=True, readonly=True, help="When the rule wants it, before leave of the employee is considered."
    )
    deadline = fields.Datetime(
        required=True,
        readonly=True,
        index=True,
        help="On leave that day, the same time of the next working day they are there; at work until later, the end of "
        "the shift.",
    )
    deadline_reason = fields.Char(string="Time to Hand In", compute="_compute_deadline_reason")
    due_on = fields.Date(
        string="Due on",
        compute="_compute_due_on",
        store=True,
        index=True,
        help="The day of the deadline on the clocks the employee went by when it was set.",
    )
    submitted_at = fields.Datetime(
        string="Handed In on", readonly=True, copy=False, help="The first time, also when it was sent back."
    )
    is_late = fields.Boolean(
        string="Came Late", readonly=True, copy=False, help="Not handed in when the deadline passed."
    )
    state = fields.Selection(STATES, required=True, default="draft", readonly=True, copy=False, index=True)

    figures_at = fields.Datetime(string="Figures as of", readonly=True, copy=False)
    done = fields.Text(string="Work Done", help="What you did and what came of it.")
    plan = fields.Text(string="What Comes Next", help="What you will do next.")
    problems = fields.Text(help="What is in the way, and what you need from your superior.")
    suggestions = fields.Text(help="What could be done better.")

    answer = fields.Text(string="Superior's Answer", readonly=True, copy=False)
    answered_by_id = fields.Many2one("res.users", string="Answered by", readonly=True, copy=False)
    answered_at = fields.Datetime(readonly=True, copy=False)
    return_reason = fields.Text(string="Sent Back Because", readonly=True, copy=False)
    is_excused = fields.Boolean(
        string="Waived",
        readonly=True,
        copy=False,
        help="Need not be handed in, or in time: it does not count as late.",
    )
    excuse = fields.Char(string="Waived Because", readonly=True, copy=False)
    excused_by_id = fields.Many2one(
        "res.users", string="Waived by", readonly=True, copy=False, help="Empty: waived by leave."
    )

    is_addressed = fields.Boolean(
        string="Addressed to Me",
        compute="_compute_is_addressed",
        search="_search_is_addressed",
        help="The current user is the nearest manager above the author, or stands in for them.",
    )

    can_write = fields.Boolean(compute="_compute_can", help="The current user still writes this report.")
    can_answer = fields.Boolean(
        string="Can Be Answered", compute="_compute_can", help="The current user may answer it or send it back."
    )
    can_excuse = fields.Boolean(string="Can Waive", compute="_compute_can", help="The current user may waive it.")

    _period_uniq = models.Constraint(
        "UNIQUE (employee_id, kind, date_from)", "There is a report of this employee for this period already."
    )
    _dates_ordered = models.Constraint(
        "CHECK (date_from <= date_to)", "The period of a report must not end before it starts."
    )
    _submitted_dated = models.Constraint(
        "CHECK (state IN ('draft', 'late') OR submitted_at IS NOT NULL)", "A report handed in has a time of it."
    )

    @api.depends("kind", "employee_id.name", "date_from", "date_to")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for report in self:
            report.display_name = join_title(report._get_title(), report.employee_id.name, by=": ") or ""

    @api.depends("deadline", "office_deadline")
    @api.depends_context("lang", "tz")
    def _compute_deadline_reason(self):
        """Say when the office's is due, where leave or a later shift moved the employee's own."""
        for report in self:
            report.deadline_reason = False
            later = report.deadline - report.office_deadline if report.deadline and report.office_deadline else NO_TIME
            if later <= NO_TIME:
                continue
            due = format_datetime(self.env, report.office_deadline, dt_format="short")
            if later < LEAVE_MOVES:
                report.deadline_reason = self.env._("End of the shift; due %(moment)s for the office", moment=due)
            else:
                report.deadline_reason = self.env._("Waits for leave; due %(moment)s for the office", moment=due)

    @api.depends("deadline", "office_deadline")
    def _compute_due_on(self):
        """Keep the day: clocks that are changed later do not move it. The end of a night shift is of the day it began.

        So an absence from that shift covers the report.
        """
        for report in self:
            if not report.deadline or not report.employee_id:
                report.due_on = False
                continue
            office = report.office_deadline or report.deadline
            zone = get_zone(report.employee_id._get_sales_office_version(office.date())._get_tz())
            hour = to_local(office, zone)
            report.due_on = get_local_day(report.deadline - timedelta(hours=hour.hour, minutes=hour.minute), zone)

    @api.depends("department_id", "employee_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_is_addressed(self):
        addressed = self.filtered_domain(self._search_is_addressed("in", [True]))
        for report in self:
            report.is_addressed = report in addressed

    @lasting
    @api.model
    def _search_is_addressed(self, operator, value):
        """Find what goes to the current user: the nearest manager above its author, or who stands in for them.

        Managers further up see and may answer it as well, but nothing waits for them.
        """
        if operator != "in":
            return NotImplemented
        nearest, next_to_it = self.env.user._get_sales_office_addressed()
        addressed = Domain.OR(
            Domain("department_id", "in", departments) & Domain("employee_id", operator, manager)
            for operator, found in (("!=", nearest), ("=", next_to_it))
            for manager, departments in found
        )
        return Domain("in_office_scope", "=", True) & addressed

    @api.depends("state", "user_id", "department_id", "is_excused", "is_late")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_can(self):
        led = self._has_authority()
        for report in self:
            report.can_write = report.is_own and report.state in OPEN
            report.can_answer = report in led and report.state == "submitted"
            excusable = not report.is_excused and (report.state in OPEN or report.is_late)
            report.can_excuse = report in led and excusable

    @core_door
    @api.model_create_multi
    def create(self, vals_list):
        """Reports are made by their rules only.

        :raises AccessError: by hand
        """
        if not self.env.su:
            self.check_access("create")
            raise AccessError(self.env._("Work reports are made from the rules. Ask your policy administrator."))
        return super().create(vals_list)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        if not self.env.su:
            raise UserError(self.env._("Work reports stay on record. Waive the ones that need not be written."))

    def _get_reasons(self):
        return {
            **super()._get_reasons(),
            "answer": Reason(
                self.env._("Answer"),
                self.env._("The author is told your answer. The report is then done."),
                shown=("problems", "suggestions"),
            ),
            "return": Reason(
                self.env._("Send Back"),
                self.env._(
                    "Say what is missing. The author completes the report and hands it in again; it does not become "
                    "late by that."
                ),
            ),
            "excuse": Reason(
                self.env._("Waive"),
                self.env._("Say why. The report need not be handed in, or not in time, and does not count as late."),
            ),
        }

    @rpc
    def action_refresh(self):
        """Read the figures of reports that are not handed in again; by the author or somebody above them.

        :raises AccessError: neither the author nor somebody above them
        :raises UserError: handed in
        """
        (self - self.filtered("is_own"))._check_authority()
        self._check_state(*OPEN)
        self.sudo()._refresh_figures()  # sudo: figures are closed to writing by hand

    @rpc
    def action_submit(self):
        """Hand one's own reports in: figures and texts stand from now on.

        :raises UserError: handed in already, or nothing is written about the work done
        """
        self._check_own()
        self._check_state(*OPEN)
        for report in self:
            self._check_reason(report.done, self.env._("Write what you did before you hand the report in."))
        now = fields.Datetime.now()
        reports = self.sudo()  # sudo: state, time and figures are closed to writing by hand; checked above
        reports._refresh_figures()
        for report in reports:
            submitted = report.submitted_at or now
            report.write(
                {
                    "state": "submitted",
                    "submitted_at": submitted,
                    "is_late": submitted > report.deadline,
                    "return_reason": False,
                }
            )
        reports._end_activities()
        return True

    @rpc
    def action_answer(self, text: str = ""):
        """Answer reports that were handed in, or mark them as read without a text.

        :raises UserError: not handed in, or a problem or suggestion is left without words (R106)
        """
        self._check_superior()
        self._check_state("submitted")
        text = (text or "").strip()
        asking = self.filtered(lambda report: report.problems or report.suggestions)
        if asking and not text:
            raise UserError(
                self.env._(
                    "%(names)s told you of problems or suggestions. Answer these one by one.",
                    names=join_names(self.env, asking.employee_id.mapped("name")),
                )
            )
        reports = self.sudo()  # sudo: the answer is closed to writing by hand; checked above
        reports.write(
            {
                "state": "answered",
                "answer": text or False,
                "answered_by_id": self.env.uid,
                "answered_at": fields.Datetime.now(),
            }
        )
        if text:
            reports._notify_users("user_id", lambda told: told.env._("Your report was answered: %(text)s", text=text))
        return True

    @rpc
    def action_mark_read(self):
        """Answer without a text: the superior has read them."""
        return self.action_answer()

    @rpc
    def action_return(self, reason: str):
        """Send reports back to be completed; what was handed in in time stays in time.

        :param str reason: what is missing, shown to the author
        :raises AccessError: the user does not stand above the author
        :raises UserError: not handed in, or no reason given
        """
        self._check_superior()
        self._check_state("submitted")
        reason = self._check_reason(reason, self.env._("Say what is missing."))
        reports = self.sudo()  # sudo: as in action_answer
        reports.write({"state": "draft", "return_reason": reason})
        reports._notify_users(
            "user_id", lambda told: told.env._("Your report was sent back: %(reason)s", reason=reason)
        )
        return True

    @rpc
    def action_excuse(self, reason: str):
        """Excuse reports that are not handed in, or came late: they no longer count.

        :param str reason: kept with the report
        :raises AccessError: the user does not stand above the author
        :raises UserError: excused already, in time, or no reason given
        """
        self._check_superior()
        if any(report.is_excused for report in self):
            raise UserError(self.env._("This report is waived already."))
        if any(report.state not in OPEN and not report.is_late for report in self):
            raise UserError(self.env._("This report came in time: there is nothing to waive."))
        reason = self._check_reason(reason, self.env._("Say why it is waived: the reason is kept with the report."))
        reports = self.sudo()  # sudo: as in action_answer
        reports.write({"is_excused": True, "excuse": reason, "excused_by_id": self.env.uid})
        reports._end_activities()
        reports._notify_users("user_id", lambda told: told.env._("Your report was waived: %(reason)s", reason=reason))
        self.env["sales.office.check"]._trigger()
        return True

    @rpc(one=True)
    def action_take_up(self):
        """Open the dialog that makes an activity of what the report says about problems.

        :raises AccessError: the user does not stand above the author
        :raises UserError: it tells of no problem
        """
        self._check_superior()
        if not self.problems:
            raise UserError(self.env._("This report tells of no problem."))
        action = self.env["ir.actions.actions"]._for_xml_id(
            "sales_office_policy.sales_office_work_report_take_up_action"
        )
        summary = self.env._("Problem of %(name)s", name=self.employee_id.name)
        context = {
            "active_model": self._name,
            "active_id": self.id,
            "active_ids": self.ids,
            "default_summary": summary,
            "default_note": plaintext2html(self.problems),
        }
        return action | {"context": context}

    def _check_editable(self, vals):
        """Refuse a change of somebody else's texts, and of one's own once the report is handed in."""
        self._check_own()
        if any(report.state not in OPEN for report in self):
            raise UserError(
                self.env._(
                    "This report has been handed in and stands as it is. Add what is missing in a message below it, "
                    "or ask your superior to send it back."
                )
            )

    def _filter_waivable(self):
        """Return the reports that the current user may waive now."""
        return self.filtered("can_excuse")

    def _check_superior(self):
        self.check_access("read")
        self._check_authority()

    def _get_title(self):
        """Return kind and period in the reader's language."""
        self.ensure_one()
        if not self.kind or not self.date_from or not self.date_to:
            return ""
        if self.kind == "daily":
            return self.env._("Daily report, %(day)s", day=format_date(self.env, self.date_from))
        if self.kind == "monthly":
            locale = babel_locale_parse(get_lang(self.env).code)
            month = format_skeleton("yMMMM", self.date_from, locale=locale)
            return self.env._("Monthly report, %(month)s", month=month)
        return self.env._(
            "Weekly report, %(first)s to %(last)s",
            first=format_date(self.env, self.date_from),
            last=format_date(self.env, self.date_to),
        )

    def _get_lateness_text(self, zone):
        """Return in words when the report was due and when it came, by the clocks of ``zone``."""
        due = format_datetime(self.env, self.deadline, tz=zone, dt_format="short")
        if not self.submitted_at:
            return self.env._(
                "%(report)s was due %(due)s and has not been handed in.", report=self._get_title(), due=due
            )
        return self.env._(
            "%(report)s was due %(due)s and was handed in %(submitted)s.",
            report=self._get_title(),
            due=due,
            submitted=format_datetime(self.env, self.submitted_at, tz=zone, dt_format="short"),
        )

    @api.model
    def _get_open_domain(self):
        """Return the reports that wait to be handed in."""
        return Domain("state", "in", OPEN) & Domain("is_excused", "=", False)

    def _get_party_users(self):
        return super()._get_party_users() | self.answered_by_id
