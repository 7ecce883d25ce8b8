from datetime import timedelta

from odoo import api, fields, models

OVERSEERS = "sales_office_policy.group_director,sales_office_policy.group_policy_admin"
#: days that the numbers are about
DAYS = 90


class SalesOfficeCheck(models.Model):
    """How good a check is: many suspicions that people dismiss say that it asks for the wrong thing."""

    _inherit = "sales.office.check"

    suspicion_count = fields.Integer(
        string="Suspicions",
        compute="_compute_quality",
        groups=OVERSEERS,
        help="Suspected cases made of the findings of the last 90 days, without those that withdrew themselves.",
    )
    dismissed_count = fields.Integer(
        string="Dismissed",
        compute="_compute_quality",
        groups=OVERSEERS,
        help="Those of them that somebody dismissed.",
    )
    dismissed_rate = fields.Float(
        string="Dismissed (%)",
        compute="_compute_quality",
        groups=OVERSEERS,
        help="Share of what was judged that was dismissed. High: mend the check, its grace, or the clause.",
    )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_quality(self):
        """Count by check, whoever is concerned: the numbers name nobody."""
        since = fields.Date.context_today(self) - timedelta(days=DAYS)
        domain = [
            ("check_id", "in", self.ids),
            ("date", ">=", since),
            ("state", "=", "open"),
            ("violation_id", "!=", False),
            ("company_id", "in", self.env.companies.ids),
        ]
        # sudo: the administrator tunes checks and sees no finding
        groups = self.env["sales.office.finding"].sudo()._read_group(domain, ["check_id", "case_state"], ["__count"])
        counts = {(check.id, state): count for check, state, count in groups}
        for check in self:
            by_state = {state: count for (check_id, state), count in counts.items() if check_id == check.id}
            judged = sum(by_state.get(state, 0) for state in ("decided", "appealed", "closed", "dismissed"))
            check.suspicion_count = sum(by_state.values())
            check.dismissed_count = by_state.get("dismissed", 0)
            check.dismissed_rate = 100.0 * check.dismissed_count / judged if judged else 0.0
