from odoo import api, fields, models

from ...organization.posts.title import join_title
from ...workday.hours.makeup_day import WEEKDAYS
from .report_days import get_due_day

KINDS = [("daily", "Daily"), ("weekly", "Weekly"), ("monthly", "Monthly")]


class SalesOfficeWorkReportRule(models.Model):
    """Who writes which work report, and when it has to be there (R052).

    The time is that of the office. A rule of a company takes the place of the general one for
    the same post and kind there.
    """

    _name = "sales.office.work.report.rule"
    _description = "Work Report Rule"
    _inherit = "sales.office.protected.mixin"
    _order = "sequence, id"
    _rec_name = "role_id"

    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    role_id = fields.Many2one(
        "sales.office.role", required=True, ondelete="cascade", string="Reporting Post", index=True
    )
    kind = fields.Selection(KINDS, required=True, default="daily")
    weekday = fields.Selection(
        WEEKDAYS,
        default="4",
        help="Day of the week a weekly report is due. When the office is closed that day, the next working day.",
    )
    working_day = fields.Integer(
        default=3, help="Which working day of the following month a monthly report is due, 1 for the first."
    )
    hour = fields.Float(
        string="Due at", default=18.0, required=True, help="Time of the day in the time zone of the office."
    )
    company_id = fields.Many2one(
        "res.company",
        index=True,
        help="Leave empty for a rule of every company that has none of its own for the same post and kind.",
    )

    _rule_uniq = models.UniqueIndex(
        "(role_id, kind, COALESCE(company_id, 0)) WHERE active",
        "There is a rule for this post, kind of report and company already. Change that one.",
    )
    _hour_of_day = models.Constraint("CHECK (hour >= 0 AND hour <= 24)", "The time of the day is from 0:00 to 24:00.")
    _weekday_given = models.Constraint(
        "CHECK (kind != 'weekly' OR weekday IS NOT NULL)", "Choose the day of the week for a weekly report."
    )
    _working_day_given = models.Constraint(
        "CHECK (kind != 'monthly' OR working_day BETWEEN 1 AND 15)",
        "A monthly report is due on the 1st to 15th working day of the following month.",
    )

    @api.depends("role_id.name", "kind")
    @api.depends_context("lang")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for rule in self:
            rule.display_name = join_title(rule.role_id.name, kinds.get(rule.kind), by=": ")

    @api.model
    def _get_for_company(self, company):
        """Return the rules a company works with: its own, and the general ones it has none of its own for."""
        rules = self.search([("company_id", "in", [False, company.id])])
        own = {(rule.role_id, rule.kind) for rule in rules if rule.company_id}
        return rules.filtered(lambda rule: rule.company_id or (rule.role_id, rule.kind) not in own)

    def _get_due_day(self, period, open_days):
        """Return on which day a report of the period is due; None when nobody works in the period."""
        self.ensure_one()
        return get_due_day(self.kind, period, open_days, int(self.weekday or 0), self.working_day)
