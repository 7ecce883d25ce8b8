from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.exceptions import UserError

#: how long a period is
LENGTHS = {"month": relativedelta(months=1), "quarter": relativedelta(months=3), "year": relativedelta(years=1)}


class SalesOfficeCommissionPlan(models.Model):
    """The periods a plan is settled by: calendar months, quarters or years."""

    _inherit = "sales.office.commission.plan"

    def _get_period(self, day, back=0):
        """Return the first and the last day of the period of ``day``, or of that many periods before it."""
        self.ensure_one()
        first = fields.Date.start_of(day, self.period_type) - LENGTHS[self.period_type] * back
        return first, fields.Date.end_of(first, self.period_type)

    def _get_periods(self, date_from, date_to):
        """Return the first and last days of all periods that lie between two days in part or as a whole."""
        periods = [self._get_period(date_from)]
        while periods[-1][1] < date_to:
            periods.append(self._get_period(periods[-1][0] + LENGTHS[self.period_type]))
        return periods

    def _get_lookback_start(self):
        """Return the first day that the statement of the last ended period corrects, by the last of these versions."""
        last = self.sorted("version")[-1]
        return last._get_period(fields.Date.today(), back=last.lookback_periods + 1)[0]

    def _check_period(self, date_from, date_to):
        """Refuse days that are not those of one period."""
        labels = dict(self._fields["period_type"]._description_selection(self.env))
        for plan in self:
            if (date_from, date_to) != plan._get_period(date_from):
                raise UserError(
                    self.env._(
                        "“%(plan)s” is settled by the %(period)s: choose its first and its last day.",
                        plan=plan.display_name,
                        period=labels[plan.period_type],
                    )
                )
