from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import formatLang
from odoo.tools.date_utils import end_of

from ...organization.record.row_lock import claim_rows
from ...organization.rpc.rpc import rpc
from ..attendance.prepared import REPORT_KINDS
from ..day_text import format_day
from ..figures.figures import FIGURES
from ..line.meeting_line import TASK_KINDS
from ..schedule.meeting_days import get_summed_month

#: figures that tell of a single person's conduct when too few are summed up
CONDUCT_FIGURES = ("days_late", "violations")
#: fewer people than this are no sum
SMALLEST_GROUP = 5


class SalesOfficeMeeting(models.Model):
    """What is reported in a meeting, what is open from earlier ones, who is prepared; minutes (R004, R005, R007).

    The month-end meeting sums up the month and plans the next (R009). The figures are those of the department as a
    whole, read from the books when the meeting is opened and by a button until it is closed. The plan is the meeting's
    actions: each has an owner and a day and stays on the agenda until it is done.
    """

    _inherit = "sales.office.meeting"

    line_ids = fields.One2many("sales.office.meeting.line", "meeting_id", string="Report Lines")
    report_line_ids = fields.One2many(
        "sales.office.meeting.line",
        "meeting_id",
        string="Lines of the Report",
        domain=[("kind", "in", ("visit", "movement", "problem", "need"))],
    )
    notice_ids = fields.One2many(
        "sales.office.meeting.line", "meeting_id", string="Notices", domain=[("kind", "=", "notice")]
    )
    plan_ids = fields.One2many(
        "sales.office.meeting.line", "meeting_id", string="Actions", domain=[("kind", "=", "action")]
    )
    earlier_line_ids = fields.Many2many(
        "sales.office.meeting.line",
        compute="_compute_earlier_line_ids",
        string="Open from Earlier",
        help="Problems and actions of earlier meetings of this department that were not done when this one ended.",
    )
    asks_report = fields.Boolean(
        compute="_compute_asks_report", help="Everybody on the list is to come with something to report."
    )
    unprepared_count = fields.Integer(
        compute="_compute_unprepared_count",
        string="Unprepared",
        help="Expected or present, with nothing to report and without having said so.",
    )
    is_prepared = fields.Boolean(compute="_compute_is_prepared", help="The current user is prepared.")

    month = fields.Date(
        compute="_compute_month",
        store=True,
        help="First day of the month that a month-end meeting sums up: the month it is held in, or the month "
        "before when it is held in the first seven days.",
    )
    month_name = fields.Char(string="Summed up", compute="_compute_month_name")
    figures_at = fields.Datetime(string="Figures as of", readonly=True, copy=False)
    figures_people = fields.Integer(string="People Summed Up", readonly=True, copy=False, aggregator=None)
    shows_conduct = fields.Boolean(
        compute="_compute_shows_conduct",
        help="Enough people for the days late and the violations to tell of nobody in particular.",
    )

    @api.depends("start", "department_id", "closed_at")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_earlier_line_ids(self):
        earlier = Domain("department_id", "in", self.department_id.ids) & Domain("state", "=", "closed")
        since = min(filter(None, self.mapped("closed_at")), default=fields.Datetime.now())
        # asked with the reader's own access to the lines
        lines = self.env["sales.office.meeting.line"].search(
            Domain("kind", "in", TASK_KINDS)
            & Domain("meeting_id", "any!", earlier)
            & (Domain("done", "=", False) | Domain("done_at", ">", since)),
            order="deadline, id",
        )
        departments = lines.grouped(lambda line: line.meeting_id.sudo().department_id.id)  # sudo: asked for above
        for meeting in self:
            candidates = departments.get(meeting.department_id.id, lines.browse())
            meeting.earlier_line_ids = candidates.filtered(lambda line, at=meeting: line._is_open_at(at))

    @api.depends("kind")
    def _compute_asks_report(self):
        for meeting in self:
            meeting.asks_report = meeting.kind in REPORT_KINDS

    @api.depends("attendance_ids.is_unprepared")
    def _compute_unprepared_count(self):
        # sudo: a participant sees the number, not their colleagues' rows
        rows = self.env["sales.office.meeting.attendance"].sudo()
        domain = Domain("meeting_id", "in", self.ids) & Domain("is_unprepared", "=", True)
        counts = dict(rows._read_group(domain, ["meeting_id"], ["__count"]))
        for meeting in self:
            meeting.unprepared_count = counts.get(meeting._origin.sudo(), 0)

    @api.depends("attendance_ids.prepared")
    @api.depends_context("uid")
    def _compute_is_prepared(self):
        prepared = self._search_own_rows().filtered("prepared").meeting_id
        for meeting in self:
            meeting.is_prepared = meeting._origin in prepared

    @api.depends("kind", "date")
    def _compute_month(self):
        for meeting in self:
            meeting.month = get_summed_month(meeting.kind, meeting.date)

    @api.depends("month")
    @api.depends_context("lang")
    def _compute_month_name(self):
        for meeting in self:
            meeting.month_name = meeting.month and format_day(self.env, meeting.month, "yMMMM")

    @api.depends("figures_people")
    def _compute_shows_conduct(self):
        for meeting in self:
            meeting.shows_conduct = meeting.figures_people >= SMALLEST_GROUP

    @rpc
    def action_prefill_lines(self):
        """Add the current user's visits of the meeting's day to their lines; a second time adds only what is new."""
        rows = self._get_own_rows_to_report()
        claim_rows(rows)  # two clicks add them once
        rows._prefill_lines()

    @rpc
    def action_nothing_to_report(self):
        """Say that the current user has nothing to report, before the meeting begins (R004).

        :raises UserError: the meeting has begun, they have lines, or are not on its list
        """
        rows = self._get_own_rows_to_report()
        if rows - rows._get_unbegun():
            raise UserError(self.env._("The meeting has begun. Tell the chair that you have nothing to report."))
        own = Domain("meeting_id", "in", self.ids) & Domain("employee_id", "in", rows.employee_id.ids)
        if self.env["sales.office.meeting.line"].search_count(own, limit=1):
            raise UserError(self.env._("You have something to report already. Delete these lines first."))
        rows._say_nothing_to_report()

    @rpc(one=True)
    def action_prepare(self):
        """Open the current user's own lines of this meeting, with what they have planned filled in (R004, R006)."""
        rows = self._get_own_rows_to_report()
        rows._prefill_lines()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "sales_office_policy.sales_office_meeting_line_action_prepare"
        )
        return action | {
            "name": self.env._("My Report: %(meeting)s", meeting=self.display_name),
            "domain": [("meeting_id", "=", self.id), ("employee_id", "in", rows.employee_id.ids)],
            "context": {"default_meeting_id": self.id, "active_model": self._name, "active_id": self.id},
        }

    @rpc
    def action_open_lines(self):
        """Open all lines of these meetings, to group and filter them."""
        action = self.env["ir.actions.actions"]._for_xml_id("sales_office_policy.sales_office_meeting_line_action")
        context = {"search_default_group_employee": 1, "default_meeting_id": self[:1].id}
        return action | {"domain": [("meeting_id", "in", self.ids)], "context": context}

    @rpc
    def action_refresh_figures(self):
        """Read the figures of the month again, until the meeting is closed (R009).

        :raises AccessError: neither the chair nor who leads the department
        :raises UserError: not a month-end meeting, or closed or cancelled
        """
        self._check_chair()
        self._check_not_locked()
        if any(meeting.kind != "monthly" for meeting in self):
            raise UserError(self.env._("Only a month-end meeting sums up figures."))
        self.sudo()._refresh_figures()  # sudo: see there

    @api.model
    def _get_chaired_domain(self):
        chair = Domain("chair_user_id", "=", self.env.uid)
        return chair | Domain("deputy_chair_user_id", "=", self.env.uid)

    def _search_own_rows(self):
        """Return the current user's rows (sudo) on the lists of these meetings, as far as they are on them."""
        # sudo: participants have no right to write their row
        rows = self.env["sales.office.meeting.attendance"].sudo()
        return rows.search([("meeting_id", "in", self.ids), ("user_id", "=", self.env.uid)])

    def _get_own_rows_to_report(self):
        """Return the current user's rows (sudo), or raise unless they can report in each of these meetings."""
        self.check_access("read")
        self._check_not_locked()
        return self._get_own_rows()

    def _refresh_figures(self):
        """Sum up the month of each department.

        Expects sudo: the chair sees the sum of what they may not see one by one. Of fewer people than
        the smallest group, days late and violations are not summed up: they would name somebody.
        """
        for month, meetings in self.grouped("month").items():
            teams = meetings._get_teams()
            people = self.env["hr.employee"].union(*teams.values())
            last = end_of(month, "month")
            figures = self.env["sales.office.figures"]._get_figures(people, month, last)
            sold = meetings._get_sold(month, last)
            for meeting, team in teams.items():
                count = len(team.filtered("active"))
                totals = {name: sum(figures[id_][name] for id_ in team.ids) for name in FIGURES} | sold[meeting]
                if count < SMALLEST_GROUP:
                    totals |= dict.fromkeys(CONDUCT_FIGURES, 0)
                meeting.write({**totals, "figures_people": count, "figures_at": fields.Datetime.now()})

    def _get_sold(self, date_from, date_to):
        """Return ``{meeting: figures of the books}``: of whoever belonged to its department or below on the day."""
        nobody = self.env["hr.employee"]
        sold = {}
        for company, meetings in self.grouped("company_id").items():
            questions = [(nobody, meeting.department_id, date_from, date_to) for meeting in meetings]
            sold |= zip(meetings, self.env["sales.office.figures"]._get_book_figures(company, questions), strict=True)
        return sold

    def _get_teams(self):
        """Return ``{meeting: employees}``: who belongs to its department or below, those who left included."""
        return self.with_context(active_test=False)._get_people()

    def _send_minutes(self):
        """Send each participant the minutes as their settings say, in one message for each language (R005).

        They hold what everybody on the list may read, and no marks or reasons of single people.
        """
        for meeting in self:
            users = meeting.attendance_ids.user_id.filtered("active")
            for lang, readers in users.grouped("lang").items():
                told = meeting.with_context(lang=lang)
                body = told.env["ir.qweb"]._render("sales_office_policy.meeting_minutes_message", {"meeting": told})
                told.message_notify(
                    partner_ids=readers.partner_id.ids,
                    subject=told.env._("Minutes: %(meeting)s", meeting=told.display_name),
                    body=body,
                )

    def _get_lines_by_kind(self):
        """Return ``[{title, tasks, lines}]`` for the printed minutes: each kind by person, then what is open still."""
        lines = self.line_ids.grouped("kind")
        titles = {
            "notice": self.env._("Notices"),
            "visit": self.env._("Visits"),
            "movement": self.env._("Movements"),
            "need": self.env._("Needs"),
            "problem": self.env._("Problems"),
            "action": self.env._("Actions"),
        }
        groups = [
            {"title": title, "tasks": kind in TASK_KINDS, "lines": lines[kind].sorted("employee_id")}
            for kind, title in titles.items()
            if kind in lines
        ]
        if self.earlier_line_ids:
            groups.append({"title": self.env._("Open from Earlier"), "tasks": True, "lines": self.earlier_line_ids})
        return groups

    def _get_figure_names(self):
        """Return the names of the figures to print, without those that would tell of a single person."""
        return [name for name in FIGURES if self.shows_conduct or name not in CONDUCT_FIGURES]

    def _format_figure(self, name):
        """Return a figure as it is printed."""
        if self._fields[name].type == "monetary":
            return formatLang(self.env, self[name], currency_obj=self.currency_id)
        return formatLang(self.env, self[name], digits=0 if float(self[name]).is_integer() else 2)
