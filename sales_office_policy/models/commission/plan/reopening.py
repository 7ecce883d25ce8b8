from odoo import models

from ...organization.rpc.rpc import rpc


class SalesOfficeCommissionPlan(models.Model):
    """A version dated back over statements that are under way: on purpose they are reopened (R133)."""

    _inherit = "sales.office.commission.plan"

    @rpc(one=True)
    def action_approve_or_ask(self):
        """Approve the plan; if statements are under way for its days, open the dialog that lists them instead.

        :raises AccessError: not a director, or paid by the plan himself
        :raises UserError: cannot be approved, whatever becomes of the statements
        """
        self._check_director()
        plan = self.sudo()  # sudo: statements the caller may not see count as well
        plan._check_approvable()
        if not plan._get_under_way():
            return self.action_approve()
        return self.env["sales.office.commission.plan.reopen"].create({"plan_id": self.id})._open()

    @rpc(one=True)
    def action_approve_reopening(self, reason: str):
        """Reopen the statements under way for the days of this version, and approve it: they are computed anew.

        :raises AccessError: not a director, paid by the plan himself, or one of the statements is his own
        :raises UserError: no reason given, or one of them is approved meanwhile
        """
        self._check_director()
        plan = self.sudo()  # sudo: statements the caller may not see count as well
        plan._check_approvable()
        statements = plan._get_under_way().sudo(self.env.su)
        reason = statements._check_reason(reason)
        if statements:
            statements.action_reopen(reason)
        self.action_approve()
