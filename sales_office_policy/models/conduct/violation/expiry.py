from odoo import api, fields, models
from odoo.fields import Domain

from ..penalty.ladder import find_expiry


class SalesOfficeViolation(models.Model):
    """Points and occurrences expire; the case stays readable (R060 R099)."""

    _inherit = "sales.office.violation"

    expires_on = fields.Date(
        compute="_compute_expires_on",
        store=True,
        copy=False,
        help="From this day on the case and its points no longer count. Set when the case is closed, by the months "
        "that its type counted then. Empty: it never expires.",
    )
    is_expired = fields.Boolean(compute="_compute_is_expired", search="_search_is_expired")

    @api.depends("state")
    def _compute_expires_on(self):
        """Set once, when the case is closed: a change of its type does not rewrite it."""
        for case in self:
            months = case.type_id.window_months
            if case.state == "closed" and not case.expires_on and months:
                case.expires_on = find_expiry(case.date, months)
            else:
                case.expires_on = case.expires_on

    @api.depends("expires_on")
    def _compute_is_expired(self):
        today = fields.Date.context_today(self)
        for case in self:
            case.is_expired = bool(case.expires_on and case.expires_on <= today)

    def _search_is_expired(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("expires_on", "<=", fields.Date.context_today(self))

    @api.model
    def _get_valid_points(self, employees, date):
        """Return ``{employee id: penalty points}`` that count on ``date``: of closed cases not expired then."""
        valid = Domain("expires_on", "=", False) | Domain("expires_on", ">", date)
        closed = Domain("state", "=", "closed") & Domain("date", "<=", date)
        domain = closed & valid & Domain("employee_id", "in", employees.ids)
        groups = self._read_group(domain, ["employee_id"], ["points:sum"])
        points = {employee.id: total for employee, total in groups}
        return {employee.id: points.get(employee.id, 0) for employee in employees}
