from odoo import models
from odoo.exceptions import AccessError, UserError

from ...organization.rpc.rpc import rpc


class SalesOfficeTarget(models.Model):
    """How a target is agreed between its owner and who stands above him (R123).

    draft --propose--> proposed --accept--> accepted
                          |  ^                 ^
                       dispute  propose (with another value)
                          v  |                 |
                       disputed ----insist-----+      take_back: to draft, with a reason
    """

    _inherit = "sales.office.target"

    @rpc
    def action_propose(self):
        """Ask the owners whether the targets are realistic, by who stands above them.

        :raise UserError: asked already, or the plan is not approved
        """
        self._check_settable()
        targets = self._begin("draft", "disputed")
        targets._check_plan_approved()
        targets.state = "proposed"

    @rpc
    def action_accept(self):
        """Agree to one's own targets.

        :raise AccessError: somebody else's
        :raise UserError: nothing is proposed
        """
        self._check_owner()
        self._begin("proposed").write({"state": "accepted", "reason": False})

    @rpc
    def action_dispute(self, reason: str):
        """Say why one's own target is not realistic; who stands above answers with another value or insists.

        :raise AccessError: somebody else's
        :raise UserError: neither proposed nor accepted, or no reason
        """
        self._check_owner()
        reason = self._check_text(reason, self.env._("Say why the target is not realistic, and what would be."))
        targets = self._begin("proposed", "accepted")
        targets.write({"state": "disputed", "reason": reason})
        targets._log(lambda target: self.env._("Disputed: %(reason)s", reason=reason))

    @rpc
    def action_insist(self, reason: str):
        """Keep a disputed target as it is, by who stands above its owner, with an answer.

        :raise UserError: not disputed, or no answer
        """
        self._check_settable()
        reason = self._check_text(reason, self.env._("Answer the dispute."))
        targets = self._begin("disputed")
        targets.state = "accepted"
        targets._log(lambda target: self.env._("Stays as it is: %(reason)s", reason=reason))

    @rpc
    def action_take_back(self, reason: str):
        """Open agreed or published targets for a change, by who stands above; the trace stays.

        :raise UserError: a draft, the plan's own targets, or no reason
        """
        self._check_settable()
        reason = self._check_text(reason, self.env._("Say why it is taken back."))
        targets = self._begin("proposed", "accepted", "disputed")
        if any(target._is_of_plan() for target in targets):
            raise UserError(self.env._("The plan is locked: make a new version of it."))
        targets.write({"state": "draft", "reason": False, "published_at": False, "published_by_id": False})
        targets.acknowledgement_ids.unlink()
        targets._log(lambda target: self.env._("Taken back: %(reason)s", reason=reason))
        targets._sync_team_targets()

    def _check_owner(self):
        self.check_access("read")
        if not all(target.is_owner for target in self) and not self.env.su:
            raise AccessError(self.env._("Only the owner of a target accepts or disputes it."))

    def _begin(self, *states):
        targets = super()._begin(*states)
        targets._check_in_use()
        return targets

    def _check_in_use(self):
        for target in self.sudo().filtered(lambda target: target.plan_id.state == "closed" or not target.active):
            raise UserError(self.env._("The plan of %(target)s is closed.", target=target.display_name))

    def _check_plan_approved(self):
        if waiting := self.plan_id.filtered(lambda plan: plan.state != "approved"):
            raise UserError(self.env._("%(plan)s is not approved.", plan=waiting[0].display_name))

    def _log(self, get_text):
        for target in self:
            target.message_post(body=get_text(target), author_id=self.env.user.partner_id.id)
