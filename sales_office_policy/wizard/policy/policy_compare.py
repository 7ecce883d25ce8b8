from odoo import api, fields, models


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
        """Return one dict per clause of the two versions, see ``_compare_with`` of the policy."""
        self.ensure_one()
        return self.policy_id._compare_with(self.other_id) if self.policy_id and self.other_id else []
