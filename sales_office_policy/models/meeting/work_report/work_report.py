from babel.dates import format_skeleton

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import format_date, format_datetime
from odoo.tools.misc import babel_locale_parse, get_lang

from ...organization.rpc.rpc import core_door
from .work_report_rule import KINDS

STATES = [("draft", "To Write"), ("late", "Overdue"), ("submitted", "Handed In"), ("answered", "Answered")]
#: all that somebody writes himself, until he hands the report in
TEXTS = {"done", "plan", "problems", "suggestions"}
#: still to be handed in
OPEN = ("draft", "late")


class SalesOfficeWorkReport(models.Model):
    """What somebody reports to his superior about a day, a week or a month (R052, R098, R106).

    Made by a cron for everybody whose post has to write one, with the figures of the period.
    ``late`` is a report whose deadline passed without it; it has to be handed in all the same.
    From handing in on, texts and figures stand still and the superior answers. The rest is in the
    files beside this one.
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
        help="On leave that day, the same time of the next working day he is there.",
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
            report.display_name = ": ".join(filter(None, (report._get_title(), report.employee_id.name)))

    @api.depends("deadline", "office_deadline")
    @api.depends_context("lang", "tz")
    def _compute_deadline_reason(self):
        """Say when the office's is due, where leave moved the employee's own."""
        for report in self:
            moved = report.deadline and report.office_deadline and report.deadline > report.office_deadline
            due = moved and format_datetime(self.env, report.office_deadline, dt_format="short")
            report.deadline_reason = moved and self.env._("Waits for leave; due %(moment)s for the office", moment=due)

    @api.depends("deadline")
    def _compute_due_on(self):
        """Keep the day: clocks that are changed later do not move it."""
        for report in self:
            due = report.deadline and report.employee_id
            report.due_on = report.employee_id._get_sales_office_day(report.deadline) if due else False

    @core_door
    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            self.check_access("create")
            raise AccessError(self.env._("Work reports are made from the rules. Ask your policy administrator."))
        return super().create(vals_list)

    @core_door
    def write(self, vals):
        if not self.env.su:
            self.check_access("write")
            self._check_writable(vals)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        if not self.env.su:
            raise UserError(self.env._("Work reports stay on record. Waive the ones that need not be written."))

    def _check_writable(self, vals):
        """Refuse anything but the author's texts, and those once the report is handed in."""
        if refused := vals.keys() - TEXTS:
            names = ", ".join(self._fields[name]._description_string(self.env) or name for name in refused)
            raise AccessError(self.env._("%(names)s: not changed by hand. Use the buttons of the report.", names=names))
        self._check_own()
        if any(report.state not in OPEN for report in self):
            raise UserError(
                self.env._(
                    "This report has been handed in and stands as it is. Add what is missing in a message below it, "
                    "or ask your superior to send it back."
                )
            )

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

    @api.model
    def _get_open_domain(self):
        """Return the reports that wait to be handed in."""
        return Domain("state", "in", OPEN) & Domain("is_excused", "=", False)
