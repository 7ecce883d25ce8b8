from odoo import api, fields, models

from ...models.policy.text_diff import compare_words, match_clauses


class SalesOfficePolicyCompare(models.TransientModel):
    """Shows what changed between two versions of a policy, clause by clause and word by word."""

    _name = "sales.office.policy.compare"
    _description = "Compare Policy Versions"
    _inherit = "sales.office.reader.mixin"

    policy_id = fields.Many2one("sales.office.policy", string="Version", required=True, readonly=True)
    history_ids = fields.Many2many(related="policy_id.history_ids")
    other_id = fields.Many2one(
        "sales.office.policy",
        string="Compared With",
        required=True,
        domain="[('id', 'in', history_ids), ('id', '!=', policy_id)]",
    )
    show_unchanged = fields.Boolean(string="Show Unchanged Clauses")
    added_count = fields.Integer(compute="_compute_diff_html", string="Added")
    removed_count = fields.Integer(compute="_compute_diff_html", string="Removed")
    changed_count = fields.Integer(compute="_compute_diff_html", string="Changed")
    diff_html = fields.Html(compute="_compute_diff_html", sanitize=False, string="Changes")

    @api.depends("policy_id", "other_id", "show_unchanged")
    def _compute_display_name(self):
        for wizard in self:
            policy = wizard.policy_id.display_name
            wizard.display_name = policy and self.env._("Changes in %(policy)s", policy=policy)

    @api.depends("policy_id", "other_id", "show_unchanged")
    @api.depends_context("lang")
    def _compute_diff_html(self):
        for wizard in self:
            rows = wizard._get_rows()
            kinds = [row["kind"] for row in rows]
            wizard.added_count = kinds.count("added")
            wizard.removed_count = kinds.count("removed")
            wizard.changed_count = kinds.count("changed")
            wizard.diff_html = self.env["ir.qweb"]._render(
                "sales_office_policy.policy_comparison",
                {"rows": [row for row in rows if row["kind"] != "same" or wizard.show_unchanged]},
            )

    def _get_rows(self):
        """Return one dict per clause of the two versions: kind, number, title and text as marked HTML."""
        self.ensure_one()

        def rows_of(policy):
            return [(clause._get_origin().id, clause.number, clause) for clause in policy.clause_ids.sorted("sort_key")]

        if not self.policy_id or not self.other_id:
            return []
        return [
            self._prepare_row(old, new) for old, new in match_clauses(rows_of(self.other_id), rows_of(self.policy_id))
        ]

    def _prepare_row(self, old, new):
        fields_shown = ("number", "chapter", "name", "text")
        before = {name: old[name] or "" if old else "" for name in fields_shown}
        after = {name: new[name] or "" if new else "" for name in fields_shown}
        if not old or not new:
            kind = "removed" if old else "added"
        else:
            kind = "same" if before == after else "changed"
        return {"kind": kind} | {name: compare_words(before[name], after[name]) for name in fields_shown}
