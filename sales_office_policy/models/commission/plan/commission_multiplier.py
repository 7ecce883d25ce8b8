from odoo import fields, models

from ..settlement import tiers
from ..settlement.arithmetic import decimal


class SalesOfficeCommissionMultiplier(models.Model):
    """How compliance changes a period's commission, if a plan says so (R133).

    By thresholds, as tiers are: from so many violation points on, or from such an attendance on, so many
    percent of the commission are paid. Below the lowest threshold it is paid as it is.
    """

    _name = "sales.office.commission.multiplier"
    _description = "Commission Multiplier"
    _inherit = "sales.office.commission.plan.part"
    _order = "plan_id, metric, threshold, id"
    _rec_name = "metric"

    plan_id = fields.Many2one("sales.office.commission.plan", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="plan_id.company_id", store=True)
    metric = fields.Selection(
        [("points", "Violation Points"), ("attendance", "Attendance (%)")],
        required=True,
        default="points",
        help="Points of the cases closed about days of the period, or working days without an unexcused absence.",
    )
    threshold = fields.Float(digits=(16, 2))
    percent = fields.Float(string="Paid (%)", digits=(16, 2), default=100.0, help="Percent of the commission.")

    _threshold_uniq = models.UniqueIndex("(plan_id, metric, threshold)", "Two lines cannot begin at the same point.")
    _range = models.Constraint(
        "CHECK (threshold >= 0 AND percent >= 0 AND percent <= 200)",
        "A threshold is 0 or above, and between 0 and 200 % are paid.",
    )

    def _get_percent(self, measure):
        """Return what is paid at ``measure`` by these lines, all of one plan and metric."""
        table = {tiers.ZERO: decimal(100)} | {decimal(row.threshold): decimal(row.percent) for row in self}
        return tiers.get_rate(measure, [tiers.Tier(*row) for row in table.items()])

    def _get_measures(self, employees, date_from, date_to):
        """Return ``{employee: points or percent}`` (Decimal) of a period."""
        return getattr(self, f"_get_{self[:1].metric}")(employees, date_from, date_to)

    def _get_points(self, employees, date_from, date_to):
        groups = self.env["sales.office.violation"]._read_group(
            [
                ("employee_id", "in", employees.ids),
                ("state", "=", "closed"),
                ("date", ">=", date_from),
                ("date", "<=", date_to),
            ],
            ["employee_id"],
            ["points:sum"],
        )
        points = dict(groups)
        return {employee: decimal(points.get(employee, 0)) for employee in employees}

    def _get_attendance(self, employees, date_from, date_to):
        groups = self.env["sales.office.day"]._read_group(
            [
                ("employee_id", "in", employees.ids),
                ("date", ">=", date_from),
                ("date", "<=", date_to),
                ("status", "not in", ("expected", "off", "excused")),
            ],
            ["employee_id", "status"],
            ["__count"],
        )
        days = dict.fromkeys(employees, 0)
        absences = dict.fromkeys(employees, 0)
        for employee, status, count in groups:
            days[employee] += count
            absences[employee] += count if status == "absent" else 0
        return {e: 100 - decimal(100) * absences[e] / days[e] if days[e] else decimal(100) for e in employees}
