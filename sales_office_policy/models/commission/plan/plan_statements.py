from datetime import date

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...organization.rpc.rpc import rpc


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

    @rpc(one=True)
    def action_open_statements(self):
        """Open the statements of this plan the user may see."""
        action = self.env["ir.actions.act_window"]._for_xml_id("sales_office_policy.sales_office_statement_action")
        return action | {"domain": [("plan_id", "in", self.ids)], "context": {}}

    @rpc
    def generate_statements(self, date_from: date, date_to: date):
        """Compute the statements of one period and return those the caller may see.

        A second run recomputes drafts and leaves everything else alone.

        :param date_from: first day of a period of the plans, a month for example (date or ISO string)
        :param date_to: last day of the same period
        :raises AccessError: the caller is neither a manager nor finance
        :raises UserError: not a whole period, or a plan that is not approved
        """
        if not self.env.su and not self._is_post_held("manager", "finance"):
            raise AccessError(self.env._("Statements are computed by managers and finance."))
        self.check_access("read")
        self._check_period(date_from, date_to)
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
        """Draft the statements of the period that ended last, for every plan that has none yet."""
        plans = self.search(
            [("state", "!=", "draft"), ("company_id.sales_office_room_ids.code", "=", "commission")],
            order="version desc, id",
        )
        due = plans.filtered(lambda plan: plan._is_due(*plan._get_period(fields.Date.today(), back=1)))
        self.env["ir.cron"]._commit_progress(remaining=len(due))
        for plan in due:
            plan.generate_statements(*plan._get_period(fields.Date.today(), back=1))
            if not self.env["ir.cron"]._commit_progress(1):
                break

    def _is_due(self, date_from, date_to):
        """Whether the statements of a period are still to be made."""
        # a plan that ended still corrects what it paid, as far back as it looks
        since, _last = self._get_period(date_from, back=self.lookback_periods)
        in_use = self.date_from <= date_to and (not self.date_to or self.date_to >= since)
        return in_use and date_from not in self.statement_ids.mapped("date_from")
