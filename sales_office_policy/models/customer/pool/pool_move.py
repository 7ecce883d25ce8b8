from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...organization.posts.title import join_title
from ...organization.record.protected_mixin import Reason
from ...organization.record.row_lock import claim_rows
from ...organization.rpc.rpc import rpc

#: days in which whoever lost a lead may say that they were in talks
APPEAL_DAYS = 14


class SalesOfficePoolMove(models.Model):
    """That a lead went to the pool, was given back or taken, whose it was or became, and what was said (R074).

    Whoever lost one may appeal to who leads them: they were in talks. Until when that is decided, and what follows when
    it is not, is in ``hearing.py``. Written by actions only.
    """

    _name = "sales.office.pool.move"
    _description = "Move of the Public Pool"
    _inherit = ["sales.office.member.mixin", "sales.office.deadline.mixin"]
    _member_date_field = "day"
    _deadline_days = {"decide_by": "appeal_days"}
    _order = "day desc, id desc"

    employee_id = fields.Many2one(string="Whose", readonly=True)
    lead_id = fields.Many2one("crm.lead", required=True, readonly=True, index=True, ondelete="cascade")
    lead_name = fields.Char(related="lead_id.name", string="Lead's Name", compute_sudo=True)
    pool_id = fields.Many2one("sales.office.pool", readonly=True, index=True, ondelete="set null")
    day = fields.Date(required=True, readonly=True, index=True)
    kind = fields.Selection(
        [("pooled", "Went to the Pool"), ("returned", "Given Back"), ("claimed", "Taken from the Pool")],
        required=True,
        readonly=True,
    )
    reason = fields.Char(readonly=True)
    appeal = fields.Text(string="I Was in Talks", readonly=True, copy=False)
    appeal_state = fields.Selection(
        [
            ("asked", "Appealed"),
            ("granted", "Given Back to Them"),
            ("refused", "Stays in the Pool"),
            ("given", "Given to Somebody Else"),
            ("lapsed", "Nobody Decided in Time"),
        ],
        string="Appeal",
        readonly=True,
        copy=False,
    )
    can_appeal = fields.Boolean(compute="_compute_can_appeal")

    @api.depends("lead_id", "kind")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for move in self:
            move.display_name = join_title(move.sudo().lead_id.name, labels.get(move.kind))

    @api.depends("kind", "appeal_state", "day", "user_id")
    @api.depends_context("uid")
    def _compute_can_appeal(self):
        since = fields.Date.context_today(self) - timedelta(days=APPEAL_DAYS)
        lost = self.filtered(
            lambda move: (
                move.kind == "pooled"
                and move.user_id == self.env.user
                and not move.appeal_state
                and (move.day or since) >= since
            )
        )
        last = lost._get_last_ids()
        for move in self:
            move.can_appeal = move.id in last and move in lost

    def _get_last_ids(self):
        """Return the ids of the last moves of those leads of these that are in the pool: nobody had them since."""
        if not self:
            return set()
        moves = self.sudo()  # sudo: whether there is a later one, whoever's
        pooled = [("lead_id", "in", moves.lead_id.ids), ("lead_id.sales_office_pool_id", "!=", False)]
        return {id_ for _lead, id_ in moves._read_group(pooled, ["lead_id"], ["id:max"])}

    def _get_reasons(self):
        return {
            **super()._get_reasons(),
            "appeal": Reason(
                self.env._("I Was in Talks"),
                self.env._(
                    "Say with whom, when, and about what. Whoever leads you decides, within some working days; until "
                    "then nobody takes it."
                ),
            ),
            "refuse": Reason(self.env._("Leave It in the Pool"), self.env._("Say why; the salesperson is told.")),
        }

    @rpc(one=True)
    def action_appeal(self, text: str):
        """Say that one was in talks with the customer of a lead that went to the pool; nobody takes it until decided.

        Whoever leads them has some working days for it, see ``hearing.py``.

        :raises AccessError: somebody else's lead
        :raises UserError: no words, too late, or somebody had it since
        """
        self._check_own()
        text = self._check_reason(text)
        move = self.sudo()  # sudo: written by this action only
        claim_rows(move.lead_id)  # of who takes it and who appeals at the same time the second sees what the first did
        move._lock()
        if not move.with_user(self.env.user).can_appeal:
            raise UserError(self.env._("It is too late to appeal, or somebody took the lead already."))
        move.write({"appeal": text, "appeal_state": "asked"})
        move._begin_hearing()

    @rpc(one=True)
    def action_grant(self):
        """Give the lead back to whose it was.

        :raises AccessError: not above whom it concerns
        :raises UserError: nobody appealed, they have left, or somebody took it already
        """
        move = self._begin_decision()
        lead = move.lead_id
        if not lead.sales_office_pool_id:
            raise UserError(self.env._("The lead is not in the pool any more."))
        if not move.user_id.active or not move.employee_id.active:
            raise UserError(self.env._("They work here no more: leave it in the pool for somebody else."))
        move.appeal_state = "granted"
        lead._leave_pool(move.user_id)
        move._notify(move.user_id, lambda env: env._("“%s” is yours again.", lead.name))
        move._settle_appeals(lead)

    @rpc(one=True)
    def action_refuse(self, reason: str):
        """Leave the lead in the pool.

        :raises AccessError: not above whom it concerns
        :raises UserError: nobody appealed, or no words
        """
        reason = self._check_reason(reason)
        move = self._begin_decision()
        move.appeal_state = "refused"
        name = move.lead_id.name
        move._notify(move.user_id, lambda env: env._("“%(lead)s” stays in the pool: %(why)s", lead=name, why=reason))

    def _begin_decision(self):
        self._check_authority()
        move = self.sudo()  # sudo: what an action writes
        move._lock()
        if move.appeal_state != "asked":
            raise UserError(self.env._("There is no appeal to decide here."))
        return move

    def _notify(self, users, build_text):
        """Tell people in their languages what came of it; by a message of no record, for who lost a lead reads it not.

        :param build_text: function of an environment
        """
        for user in users:
            text = build_text(self._for_reader(user).env)
            self.env["mail.thread"].message_notify(partner_ids=user.partner_id.ids, subject=text, body=text)
