from odoo import api, fields, models
from odoo.fields import Domain

from .text_diff import compare_words, match_clauses

#: what is compared of a clause
COMPARED = ("number", "chapter", "name", "text")


class SalesOfficePolicy(models.Model):
    """What changed between two versions, and for whoever reads one, since the version that they read last (R101).

    Versions in between that they never read are skipped: what they are told is all that is new to them.
    """

    _inherit = "sales.office.policy"

    read_before_id = fields.Many2one(
        "sales.office.policy",
        string="Version Read Last",
        compute="_compute_read_before_id",
        help="The latest version before this one that the current user has confirmed.",
    )
    news_count = fields.Integer(string="Clauses New to Me", compute="_compute_news")
    news_html = fields.Html(string="New to Me", compute="_compute_news", sanitize=False)

    @api.depends("code", "company_id", "version", "parent_id", "acknowledgement_ids.state")
    @api.depends_context("uid")
    def _compute_read_before_id(self):
        """Supplements are read on their own: what they say is all new."""
        whole = self.filtered(lambda policy: policy.id and not policy.parent_id)
        read = self.env["sales.office.policy.acknowledgement"].search(
            Domain("user_id", "=", self.env.uid)
            & Domain("state", "=", "acknowledged")
            & Domain("policy_id.code", "in", whole.mapped("code"))
            & Domain("policy_id.parent_id", "=", False)
        )
        versions = read.policy_id.sorted("version", reverse=True)
        for policy in self:
            earlier = versions.filtered(
                lambda other, policy=policy: (
                    (other.code, other.company_id) == (policy.code, policy.company_id)
                    and other.version < policy.version
                )
            )
            policy.read_before_id = earlier[:1] if policy in whole else False

    @api.depends("read_before_id", "clause_ids")
    @api.depends_context("uid", "lang")
    def _compute_news(self):
        for policy in self:
            rows = policy._compare_with(policy.read_before_id) if policy.read_before_id else []
            news = [row for row in rows if row["kind"] != "same"]
            policy.news_count = len(news)
            policy.news_html = bool(policy.read_before_id) and self.env["ir.qweb"]._render(
                "sales_office_policy.policy_comparison", {"rows": news}
            )

    def _compare_with(self, other):
        """Return a dict for each clause of this version and ``other``: kind, number, title and text as marked HTML."""

        def rows_of(policy):
            return [(clause._get_origin().id, clause.number, clause) for clause in policy.clause_ids.sorted("sort_key")]

        return [self._prepare_compared(old, new) for old, new in match_clauses(rows_of(other), rows_of(self))]

    def _prepare_compared(self, old, new):
        before = {name: old[name] or "" if old else "" for name in COMPARED}
        after = {name: new[name] or "" if new else "" for name in COMPARED}
        if not old or not new:
            kind = "removed" if old else "added"
        else:
            kind = "same" if before == after else "changed"
        return {"kind": kind} | {name: compare_words(before[name], after[name]) for name in COMPARED}
