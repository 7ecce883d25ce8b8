from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from ...organization.rpc.rpc import rpc


class SalesOfficeContestParticipant(models.Model):
    """How somebody is put out of a contest, and let in again; only he and those above him read why."""

    _inherit = "sales.office.contest.participant"

    @rpc
    def action_disqualify(self, reason: str):
        """Put the participants out of the running contest.

        :raises AccessError: not a superior of theirs, or taking part himself
        :raises UserError: not running, out already, or no reason given
        """
        reason = self.contest_id._check_reason(reason)
        self._check_may_disqualify()
        if any(participant.disqualified_at for participant in self):
            raise UserError(self.env._("Disqualified already."))
        values = {"disqualified_by_id": self.env.uid, "disqualified_at": fields.Datetime.now()}
        self.sudo().write({**values, "disqualified_reason": reason})  # sudo: written by actions only, checked above
        self._tell("disqualified", reason)

    @rpc
    def action_reinstate(self, reason: str):
        """Let the participants into the running contest again.

        :raises AccessError: as for :meth:`action_disqualify`
        :raises UserError: not running, not out, or no reason given
        """
        reason = self.contest_id._check_reason(reason)
        self._check_may_disqualify()
        if not all(participant.disqualified_at for participant in self):
            raise UserError(self.env._("Not disqualified."))
        nobody = dict.fromkeys(("disqualified_by_id", "disqualified_at", "disqualified_reason"), False)
        self.sudo().write(nobody)  # sudo: as in action_disqualify
        self._tell("reinstated", reason)

    def _check_may_disqualify(self):
        self.check_access("read")
        self._check_authority()
        contests = self.sudo().contest_id  # sudo: read only; whose they are was checked
        if not self.env.su and not self._is_post_held("team_leader"):
            raise AccessError(self.env._("Only a superior can do this."))
        if self.env.user in contests._get_participants().user_id:
            raise AccessError(self.env._("You take part yourself: somebody above you decides this."))
        contests._check_state("running")

    def _tell(self, what, reason):
        """Tell each of them in his language and keep it with his row, which no other participant reads."""
        for participant in self.sudo():  # sudo: checked by the action
            participant = participant.with_context(lang=participant.user_id.lang)
            texts = {
                "disqualified": participant.env._(
                    "You were disqualified in %(contest)s.", contest=participant.contest_id.name
                ),
                "reinstated": participant.env._(
                    "You take part in %(contest)s again.", contest=participant.contest_id.name
                ),
            }
            partners = participant.user_id.filtered("active").partner_id
            body = f"{texts[what]} {reason}"
            participant.message_post(body=body, partner_ids=partners.ids, subtype_xmlid="mail.mt_note")
