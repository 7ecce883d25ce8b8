from odoo import api, fields, models

from ...books.metrics import explained
from .target import ADDITIVE


class SalesOfficeTarget(models.Model):
    """How far a target is reached, from the books as they are when it is opened."""

    _inherit = "sales.office.target"

    manual_value = fields.Float(
        string="Measured",
        digits=(16, 2),
        copy=False,
        tracking=True,
        help="Market share or satisfaction as it was measured: no book has it.",
    )
    achieved_value = fields.Float(
        string="Achieved",
        digits=(16, 2),
        compute="_compute_achieved_value",
        compute_sudo=True,
        help=explained("What the books say now, or what was measured where no book has it."),
    )
    progress = fields.Float(string="Achieved (%)", compute="_compute_achieved_value", compute_sudo=True)
    forecast_value = fields.Float(
        string="Forecast",
        digits=(16, 2),
        compute="_compute_achieved_value",
        compute_sudo=True,
        help=explained("What the period comes to at the pace so far, by the office's working days."),
    )
    forecast_percent = fields.Float(string="Forecast (%)", compute="_compute_achieved_value", compute_sudo=True)

    @api.depends("target_value", "manual_value", "metric", "employee_id", "department_id", "date_from", "date_to")
    def _compute_achieved_value(self):
        # of what is saved: a form that is still typed in must not say what anybody else sells
        achieved = self._origin._get_achieved()
        paces = self._get_paces()
        for target in self:
            value = achieved.get(target._origin, 0) if target.metric in ADDITIVE else target.manual_value
            target.achieved_value = value
            target.forecast_value = value * paces[target]
            target.progress = 100 * value / target.target_value if target.target_value else 0
            target.forecast_percent = 100 * target.forecast_value / target.target_value if target.target_value else 0

    def _get_achieved(self):
        """Return ``{target: what was reached}``, one query per company and metric for all of them."""
        achieved = {target: target.manual_value for target in self}
        known = self.filtered(lambda target: target.metric in ADDITIVE and target.date_from and target.date_to)
        for (company, metric), targets in known.grouped(lambda target: (target.company_id, target.metric)).items():
            questions = [(t.employee_id, t.department_id, t.date_from, t.date_to) for t in targets]
            answers = self.env["sales.office.books"]._get_values(company, metric, questions)
            achieved |= {target: float(answer) for target, answer in zip(targets, answers, strict=True)}
        return achieved

    def _get_paces(self):
        """Return ``{target: by what to multiply what was reached until today}``, 1 once the period is over."""
        today = fields.Date.context_today(self)
        running = self.filtered(lambda t: t.metric in ADDITIVE and t.date_to and t.date_from <= today < t.date_to)
        days = running._get_working_days()
        paces = dict.fromkeys(self, 1)
        for target in running:
            worked = [
                day for day in days[target.department_id.sales_office_id] if target.date_from <= day <= target.date_to
            ]
            begun = sum(day <= today for day in worked)
            paces[target] = len(worked) / begun if begun else 1
        return paces

    def _get_working_days(self):
        """Return ``{office: days on which it is open}`` of the targets' offices, for all of their periods."""
        if not self:
            return {}
        first, last = min(self.mapped("date_from")), max(self.mapped("date_to"))
        schedules = {
            office: (office.sales_office_calendar_id or company.resource_calendar_id, company, office)
            for target in self
            for office, company in [(target.department_id.sales_office_id, target.company_id)]
        }
        hours = (
            self.env["resource.calendar"].sudo()._get_sales_office_intervals_batch(set(schedules.values()), first, last)
        )
        return {
            office: [day for day, (_hours, opening) in hours[schedule].items() if opening]
            for office, schedule in schedules.items()
        }
