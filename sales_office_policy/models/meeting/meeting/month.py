from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...organization.rpc.rpc import rpc
from ..day_text import format_day
from ..figures.figures import FIGURES

#: a month-end meeting up to this day of the month is about the month before
LATE_DAYS = 7
#: kept out of hand, beside the figures
FIXED_FIELDS = {"closed_at", "figures_at", "figures_people"}
#: figures that tell of a single person's conduct when too few are summed up
CONDUCT_FIGURES = ("days_late", "violations")
#: fewer people than this are no sum
SMALLEST_GROUP = 5


class SalesOfficeMeeting(models.Model):
    """The month-end meeting sums up the month and plans the next (R009).

    The figures are those of the department as a whole, read from the books when the meeting
    is opened and by a button until it is closed. The plan is the meeting's actions: each has
    an owner and a day and stays on the agenda until it is done.
    """

    _name = "sales.office.meeting"
    _inherit = ["sales.office.meeting", "sales.office.figures.mixin"]

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

    @api.depends("kind", "date")
    def _compute_month(self):
        for meeting in self:
            if meeting.kind != "monthly" or not meeting.date:
                meeting.month = False
                continue
            day = meeting.date
            meeting.month = day.replace(day=1) - relativedelta(months=1 if day.day <= LATE_DAYS else 0)

    @api.depends("month")
    @api.depends_context("lang")
    def _compute_month_name(self):
        for meeting in self:
            meeting.month_name = meeting.month and format_day(self.env, meeting.month, "yMMMM")

    @api.depends("figures_people")
    def _compute_shows_conduct(self):
        for meeting in self:
            meeting.shows_conduct = meeting.figures_people >= SMALLEST_GROUP

    def _begin(self):
        """Open, with the figures of a month-end meeting as they are now."""
        result = super()._begin()
        self.sudo().filtered(lambda meeting: meeting.kind == "monthly")._refresh_figures()  # sudo: see there
        return result

    @rpc
    def action_refresh_figures(self):
        """Read the figures of the month again, until the meeting is closed (R009)."""
        self._check_chair()
        self._check_not_locked()
        if any(meeting.kind != "monthly" for meeting in self):
            raise UserError(self.env._("Only a month-end meeting sums up figures."))
        self.sudo()._refresh_figures()  # sudo: see there

    def _is_derived(self, name):
        return name in FIXED_FIELDS or name in FIGURES or super()._is_derived(name)

    def _refresh_figures(self):
        """Sum up the month of each department.

        Expects sudo: the chair sees the sum of what he may not see one by one. Of fewer people than
        the smallest group, days late and violations are not summed up: they would name somebody.
        """
        for month, meetings in self.grouped("month").items():
            teams = meetings._get_teams()
            people = self.env["hr.employee"].union(*teams.values())
            last = month + relativedelta(months=1, days=-1)
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
        domain = [("department_id", "child_of", self.department_id.ids), ("company_id", "in", self.company_id.ids)]
        people = self.env["hr.employee"].with_context(active_test=False).search(domain)
        return {
            meeting: people.filtered(
                lambda employee, at=meeting: (
                    employee.company_id == at.company_id
                    and employee.department_id.parent_path.startswith(at.department_id.parent_path)
                )
            )
            for meeting in self
        }
