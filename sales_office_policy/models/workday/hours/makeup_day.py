from odoo import api, fields, models
from odoo.tools import format_date

from ...organization.posts.title import join_title

WEEKDAYS = [
    ("0", "Monday"),
    ("1", "Tuesday"),
    ("2", "Wednesday"),
    ("3", "Thursday"),
    ("4", "Friday"),
    ("5", "Saturday"),
    ("6", "Sunday"),
]


class SalesOfficeMakeupDay(models.Model):
    """A day off in the schedule on which people work all the same, to make up for a holiday (调休).

    Schedules and public holidays know no such days: without them a bridge day that is
    worked on a Saturday could not be told from a free one (R002).
    """

    _name = "sales.office.makeup.day"
    _description = "Make-up Working Day"
    _inherit = ["sales.office.protected.mixin", "sales.office.day.source.mixin"]
    _order = "date desc, id"
    _day_source_fields = frozenset({"date", "weekday", "company_id", "department_id"})
    _counts_days = True

    name = fields.Char(string="Makes Up For", translate=True, help="For example the holiday it belongs to.")
    date = fields.Date(required=True, index=True)
    weekday = fields.Selection(
        WEEKDAYS,
        string="Hours of",
        required=True,
        default="0",
        help="People work the hours of this weekday, each by their own schedule.",
    )
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    department_id = fields.Many2one(
        "hr.department",
        string="Office",
        domain="[('is_sales_office', '=', True), ('company_id', 'in', [company_id, False])]",
        ondelete="cascade",
        index="btree_not_null",
        help="Leave empty when the whole company works.",
    )

    _day_uniq = models.UniqueIndex(
        "(date, company_id, COALESCE(department_id, 0))", "This day is a make-up working day already."
    )

    @api.depends("date", "name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for day in self:
            day.display_name = join_title(format_date(self.env, day.date), day.name, by=" ")

    @api.model
    def _get_weekdays(self, companies, date_from, date_to):
        """Return by which weekday's hours people work on make-up days.

        :param companies: ``res.company`` records
        :return: ``{(company id, office id or False): {date: weekday as an integer}}``; an office
            adds its own days to those of its company
        """
        # sudo: everybody works on these days, whether or not they may see the table
        days = self.sudo().search(
            [("company_id", "in", companies.ids), ("date", ">=", date_from), ("date", "<=", date_to)]
        )
        weekdays = {}
        for day in days:
            weekdays.setdefault((day.company_id.id, day.department_id.id), {})[day.date] = int(day.weekday)
        return weekdays

    def _get_day_spans(self):
        Employee = self.env["hr.employee"]
        return [
            (employee.id, day.date, day.date)
            for day in self
            for employee in Employee._get_workday_members(companies=day.company_id)
        ]
