from datetime import timedelta

from odoo import api, fields, models

OVERSEERS = "sales_office_policy.group_director,sales_office_policy.group_policy_admin"
#: days that the numbers are about
DAYS = 90
#: states of a case about which somebody has said what it is
JUDGED = ("decided", "appealed", "closed", "dismissed", "annulled")


class SalesOfficeCheck(models.Model):
    """How good a check is: many suspicions that people dismiss say that it asks for the wrong thing."""

    _inherit = "sales.office.check"

    found_count = fields.Integer(
        string="Findings",
        compute="_compute_quality",
        groups=OVERSEERS,
        help="Findings of the last 90 days about everybody, without those that withdrew themselves.",
    )
    suspicion_count = fields.Integer(
        string="Suspicions",
        compute="_compute_quality",
        groups=OVERSEERS,
        help="Suspected cases made of the findings of the last 90 days, without those that withdrew themselves.",
    )
    judged_count = fields.Integer(
        string="Judged",
        compute="_compute_quality",
        groups=OVERSEERS,
        help="Suspicions that somebody decided or dismissed; the others still wait.",
    )
    dismissed_count = fields.Integer(
        string="Dismissed",
        compute="_compute_quality",
        groups=OVERSEERS,
        help="Judged suspicions that somebody dismissed.",
    )
    dismissed_rate = fields.Float(
        string="Dismissed (% of Judged)",
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
            ("covered_by_id", "=", False),  # counted as what covers it
            ("company_id", "in", self.env.companies.ids),
        ]
        # sudo: the administrator tunes checks and sees no finding
        groups = self.env["sales.office.finding"].sudo()._read_group(domain, ["check_id", "case_state"], ["__count"])
        counts = {(check.id, state): count for check, state, count in groups}
        for check in self:
            by_state = {state: count for (check_id, state), count in counts.items() if check_id == check.id}
            check.found_count = sum(by_state.values())
            check.suspicion_count = check.found_count - by_state.get(False, 0)
            check.judged_count = sum(by_state.get(state, 0) for state in JUDGED)
            check.dismissed_count = by_state.get("dismissed", 0)
            check.dismissed_rate = 100.0 * check.dismissed_count / check.judged_count if check.judged_count else 0.0
