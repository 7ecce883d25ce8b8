from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...organization.rpc.rpc import rpc


class SalesOfficeSettlementRun(models.Model):
    """A period being settled in the background, plan by plan (R134).

    Each plan is committed together with the note that it is done, so that a job killed at
    any point goes on where it stopped.
    """

    _name = "sales.office.settlement.run"
    _description = "Settlement of a Period"
    _inherit = "sales.office.protected.mixin"
    _order = "id desc"
    _rec_name = "day"

    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, ondelete="cascade")
    day = fields.Date(string="Period of", required=True, readonly=True, help="A day of the period that is settled.")
    plan_ids = fields.Many2many(
        "sales.office.commission.plan", "sales_office_settlement_run_plan_rel", string="Plans", readonly=True
    )
    done_plan_ids = fields.Many2many(
        "sales.office.commission.plan", "sales_office_settlement_run_done_rel", string="Plans Done", readonly=True
    )
    state = fields.Selection(
        [("waiting", "Under Way"), ("done", "Done")], required=True, default="waiting", readonly=True
    )
    requested_by_id = fields.Many2one("res.users", required=True, readonly=True, ondelete="restrict")
    finished_at = fields.Datetime(readonly=True)
    statement_count = fields.Integer(string="Statements", readonly=True)
    problems = fields.Text(readonly=True, help="Plans that could not be settled, and why.")
    progress = fields.Float(compute="_compute_progress")

    _waiting_idx = models.Index("(id) WHERE state = 'waiting'")

    @api.depends("plan_ids", "done_plan_ids")
    def _compute_progress(self):
        for run in self:
            plans = run.plan_ids
            run.progress = 100.0 * len(run.done_plan_ids & plans) / len(plans) if plans else 100.0

    @api.model
    def _request(self, plans, day):
        """Have the period of ``day`` settled for ``plans`` soon; return the runs, one per company.

        :raises AccessError: neither a manager nor finance
        :raises UserError: a plan is not approved
        """
        plans = plans.with_env(self.env)
        if not self.env.su and not plans._is_post_held("manager", "finance"):
            raise AccessError(self.env._("Statements are computed by managers and finance."))
        plans.check_access("read")
        if "draft" in plans.mapped("state"):
            raise UserError(self.env._("Only approved plans are settled: have the plan approved first."))
        runs = self.sudo().create(  # sudo: nobody may write what the job does
            [
                {"company_id": company.id, "day": day, "plan_ids": own.ids, "requested_by_id": self.env.uid}
                for company, own in plans.grouped("company_id").items()
            ]
        )
        self.env.ref("sales_office_policy.ir_cron_settle_runs")._trigger()
        return runs.sudo(self.env.su)

    @api.model
    def _cron_settle(self):
        """Settle what was asked for, a plan at a time."""
        runs = self.search([("state", "=", "waiting")], order="id")
        self.env["ir.cron"]._commit_progress(remaining=sum(len(run.plan_ids - run.done_plan_ids) for run in runs))
        for run in runs:
            # a version corrects what its predecessors paid, so it comes before them
            for plan in (run.plan_ids - run.done_plan_ids).sorted("version", reverse=True):
                run._settle(plan)
                if not self.env["ir.cron"]._commit_progress(1):
                    return

    def _settle(self, plan):
        try:
            with self.env.cr.savepoint():
                statements = plan.generate_statements(*plan._get_period(self.day))
                self.statement_count += len(statements)
        except UserError as error:
            self.problems = "\n".join(filter(None, [self.problems, f"{plan.display_name}: {error}"]))
        self.done_plan_ids += plan
        if self.plan_ids <= self.done_plan_ids:
            self._finish()

    def _finish(self):
        self.write({"state": "done", "finished_at": fields.Datetime.now()})
        user = self.requested_by_id
        text = user.with_context(lang=user.lang).env._("Statements computed: %(count)s.", count=self.statement_count)
        user._bus_send("simple_notification", {"type": "info", "message": text, "sticky": bool(self.problems)})

    @rpc(one=True)
    def action_open_statements(self):
        """Open the statements of the period the user may see."""
        action = self.env["ir.actions.act_window"]._for_xml_id("sales_office_policy.sales_office_statement_action")
        domain = [
            ("plan_id", "in", self.plan_ids.ids),
            ("date_from", "<=", fields.Date.to_string(self.day)),
            ("date_to", ">=", fields.Date.to_string(self.day)),
        ]
        return action | {"domain": domain, "context": {}}
