from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from ...organization.rpc.rpc import rpc


class SalesOfficePlan(models.Model):
    """How a plan comes into force (R112): draft --propose--> proposed --approve--> approved --close--> closed."""

    _inherit = "sales.office.plan"

    @rpc
    def action_propose(self):
        """Hand drafts to the director, by the manager of the department or somebody above.

        :raise UserError: no draft, or without targets
        """
        self._check_leads("manager")
        for plan in self._begin("draft"):
            if not plan.target_ids:
                raise UserError(self.env._("Set at least one target: a plan without one cannot be measured."))
            plan.write({"state": "proposed", "proposed_by_id": self.env.uid, "proposed_at": fields.Datetime.now()})

    @rpc
    def action_approve(self):
        """Put proposed plans in force; the targets of the plans' own departments are agreed thereby.

        :raise AccessError: not a director, or proposed by himself
        :raise UserError: not proposed
        """
        self._check_leads("director")
        if self.env.user in self.sudo().proposed_by_id and not self.env.su:
            raise AccessError(self.env._("You proposed this plan yourself: another director has to approve it."))
        for plan in self._begin("proposed"):
            plan._supersede()
            plan.write({"state": "approved", "approved_by_id": self.env.uid, "approved_at": fields.Datetime.now()})
            plan.target_ids.filtered(lambda t: t._is_of_plan() and t.state == "draft").state = "accepted"
            plan.target_ids._sync_team_targets()

    @rpc
    def action_send_back(self, reason: str):
        """Give proposed plans back for changes, by a director or by who proposed them.

        :raise UserError: not proposed, or no reason
        """
        if self.env.user != self.sudo().proposed_by_id:
            self._check_leads("director")
        reason = self._check_text(reason, self.env._("Say what should be changed."))
        plans = self._begin("proposed")
        plans.write({"state": "draft", "proposed_by_id": False, "proposed_at": False})
        for plan in plans:
            plan.message_post(body=self.env._("Sent back: %(reason)s", reason=reason))

    @rpc
    def action_close(self):
        """End approved plans, once the year is over or given up; their targets stay as they are.

        :raise UserError: not in force
        """
        self._check_leads("manager")
        self._begin("approved").state = "closed"
