from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class SalesOfficeCommissionPlan(models.Model):
    """The statements made from a plan."""

    _inherit = "sales.office.commission.plan"

    settled_at = fields.Datetime(
        string="Last Computed", readonly=True, copy=False, help="When statements were last computed for this plan."
    )
    statement_ids = fields.One2many("sales.office.statement", "plan_id", string="Statements")
    statement_count = fields.Integer(compute="_compute_statement_count")

    @api.depends_context("uid")
    def _compute_statement_count(self):
        groups = self.env["sales.office.statement"]._read_group([("plan_id", "in", self.ids)], ["plan_id"], ["__count"])
        counts = dict(groups)
        for plan in self:
            plan.statement_count = counts.get(plan, 0)

    def action_open_statements(self):
        """Open the statements of this plan the user may see."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("sales_office_policy.sales_office_statement_action")
        return action | {"domain": [("plan_id", "in", self.ids)], "context": {}}

    def generate_statements(self, date_from, date_to):
        """Compute the statements of one period and return those the caller may see.

        A second run recomputes drafts and leaves everything else alone.

        :param date_from: first day of a month (date or ISO string)
        :param date_to: last day of the same month
        :raises AccessError: the caller is neither a manager nor finance
        :raises UserError: not a whole month, or a plan that is not approved
        """
        groups = "sales_office_policy.group_manager,sales_office_policy.group_finance"
        if not self.env.su and not self.env.user.has_groups(groups):
            raise AccessError(self.env._("Statements are computed by managers and finance."))
        self.check_access("read")
        date_from, date_to = fields.Date.to_date(date_from), fields.Date.to_date(date_to)
        if (date_from, date_to) != (fields.Date.start_of(date_from, "month"), fields.Date.end_of(date_from, "month")):
            raise UserError(self.env._("Commission is settled by whole months: choose the first and the last day."))
        if "draft" in self.mapped("state"):
            raise UserError(self.env._("Only approved plans are settled: have the plan approved first."))
        settlement = self.env["sales.office.settlement"].sudo()  # sudo: the books of all members, the engine's lines
        statements = self.env["sales.office.statement"]
        # a version corrects what its predecessors paid, so it comes before them
        for plan in self.sorted("version", reverse=True):
            statements |= settlement._settle(plan.sudo(), date_from, date_to).with_env(self.env)
        return statements._filtered_access("read")

    @api.model
    def _cron_generate_statements(self):
        """Draft last month's statements of every plan that has none yet."""
        date_from = fields.Date.start_of(fields.Date.today(), "month") - relativedelta(months=1)
        date_to = fields.Date.end_of(date_from, "month")
        plans = self.search(
            [
                ("state", "!=", "draft"),
                ("date_from", "<=", date_to),
                ("company_id.sales_office_room_ids.code", "=", "commission"),
                ("statement_ids", "not any", [("date_from", "=", date_from)]),
            ],
            order="version desc, id",
        )
        # a plan that ended still corrects what it paid, as far back as it looks
        plans = plans.filtered(
            lambda p: not p.date_to or p.date_to >= date_from - relativedelta(months=p.lookback_periods)
        )
        self.env["ir.cron"]._commit_progress(remaining=len(plans))
        for plan in plans:
            plan.generate_statements(date_from, date_to)
            if not self.env["ir.cron"]._commit_progress(1):
                break
