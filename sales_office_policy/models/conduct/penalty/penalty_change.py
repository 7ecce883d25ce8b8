from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import format_date

from ...organization.many import Many
from ...organization.posts.title import join_title
from ...organization.record.phrases import join_names
from ...organization.record.protected_mixin import Reason
from ...organization.rpc.rpc import rpc

STATES = [
    ("proposed", "Waits for Approval"),
    ("counts", "In Effect"),
    ("refused", "Refused"),
    ("withdrawn", "Withdrawn"),
]


class SalesOfficePenaltyChange(models.Model):
    """Who changed the penalties of a kind of violation, when, from what to what (R136).

    A change counts at once. Where the company wants a director to approve it, it waits: the ladder stays as it was
    until somebody else than who made it approves: a director of the company; of what several share, somebody who speaks
    for each that wants it (`_get_binding`). What was decided carries its own copy and never changes. Written by the
    software alone, see ``tariff.py``.
    """

    _name = "sales.office.penalty.change"
    _description = "Change of Penalties"
    _inherit = "sales.office.protected.mixin"
    _order = "changed_at desc, id desc"
    _rec_name = "type_id"

    type_id = fields.Many2one(
        "sales.office.violation.type", string="Violation", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="type_id.company_id", store=True, index=True)
    state = fields.Selection(STATES, required=True, readonly=True, default="counts", index=True)
    before = fields.Json("Penalties before", readonly=True, help="Empty: a new kind of violation.")
    after = fields.Json("Penalties after", readonly=True)
    before_text = fields.Text(string="Before", compute="_compute_texts")
    after_text = fields.Text(string="Afterwards", compute="_compute_texts")
    changed_by_id = fields.Many2one("res.users", string="Changed by", required=True, readonly=True)
    changed_at = fields.Datetime(string="Changed on", required=True, readonly=True)
    decided_by_id = fields.Many2one("res.users", string="Decided by", readonly=True)
    decided_at = fields.Datetime(string="Decided on", readonly=True)
    refusal_reason = fields.Text(string="Refused Because", readonly=True)
    can_decide = fields.Boolean(compute="_compute_can", search="_search_can_decide")
    can_withdraw = fields.Boolean(compute="_compute_can")

    _proposed_uniq = models.UniqueIndex(
        "(type_id) WHERE state = 'proposed'", "A change of these penalties waits for approval already."
    )

    @api.depends("type_id.name", "changed_at")
    @api.depends_context("lang", "tz")
    def _compute_display_name(self):
        for change in self:
            day = change.changed_at and fields.Datetime.context_timestamp(change, change.changed_at).date()
            change.display_name = join_title(change.type_id.name, format_date(self.env, day))

    @api.depends("before", "after")
    @api.depends_context("lang")
    def _compute_texts(self):
        for change in self:
            change.before_text = change.type_id._describe_tariff(change.before) or self.env._("(new)")
            change.after_text = change.type_id._describe_tariff(change.after)

    @api.depends("state", "changed_by_id", "company_id", "after")
    @api.depends_context("uid")
    def _compute_can(self):
        proposed = self.filtered(lambda change: change.state == "proposed")
        mine = proposed.filtered(lambda change: change.changed_by_id == self.env.user)
        decidable = (proposed - mine)._filter_spoken_for()
        for change in self:
            change.can_decide = change in decidable
            change.can_withdraw = change in mine

    def _search_can_decide(self, operator, value):
        if operator != "in":
            return NotImplemented
        waiting = Domain("state", "=", "proposed") & Domain("changed_by_id", "!=", self.env.uid)
        # sudo: whoever may read them; only those that are the user's to decide leave
        found = self.sudo().search_fetch(waiting, ["company_id", "after"])
        return Domain("id", "in", found.sudo(False)._filter_spoken_for().ids)

    def _get_binding(self):
        """Return ``{change: companies (sudo) that want it approved}``: its own, or each that shares it."""
        wanting = self.env["sales.office.violation.type"]._get_wanting()
        binding = {}
        for change in self.sudo():  # sudo: of the changes that are read or asked about
            owners = {change.company_id.id, change.after["company"]}
            binding[change] = wanting if False in owners else wanting.filtered(lambda c, owners=owners: c.id in owners)
        return binding

    def _filter_spoken_for(self):
        """Return those for all of whose companies the current user speaks.

        As their director; of what companies share also as whom they named to decide about directors. Where no company
        wants it any more, any director does.
        """
        if not self:
            return self
        directed = self.env.user._get_sales_office_companies("director")
        spoken = self.browse()
        for change, companies in self._get_binding().items():
            named = len(companies) > 1 and companies.filtered(lambda c: c.sales_office_judge_id == self.env.user)
            left = companies.filtered(lambda c: c.id not in directed) - (named or companies.browse())
            if not left if companies else change.company_id.id in directed:
                spoken |= change
        return spoken.with_env(self.env)

    def _get_reasons(self):
        return {
            **super()._get_reasons(),
            "refuse": Reason(
                self.env._("Refuse"),
                self.env._("The penalties stay as they are. Whoever changed them reads your reasons."),
                shown=("before_text", "after_text"),
            ),
        }

    def _get_many(self):
        refusal = self.env._("is approved by another director")
        return {
            **super()._get_many(),
            "approve": Many(self.env._("Approve"), ["proposed"], "can_decide", refusal),
            "refuse": Many(self.env._("Refuse"), ["proposed"], "can_decide", refusal),
        }

    @rpc
    def action_approve(self):
        """Let changed penalties count from now on. Nothing that was decided changes.

        :raises AccessError: not a director, or not in each company that they count in, or they made the change
        :raises UserError: not waiting, or the penalties were changed otherwise since
        """
        self._check_decider()
        changes = self._begin("proposed")
        for change in changes:
            if change.before and change.type_id._get_tariff() != change.before:
                raise UserError(
                    self.env._(
                        "The penalties of %(type)s have been changed since. Refuse this, and have it proposed anew.",
                        type=change.type_id.name,
                    )
                )
            change.type_id._apply_tariff(change.after)
        changes._decide("counts")

    @rpc
    def action_refuse(self, reason: str):
        """Leave the penalties as they are.

        :raises AccessError: not a director, or they made the change
        :raises UserError: not waiting, or no reason given
        """
        self._check_decider()
        reason = self._check_reason(reason)
        self._begin("proposed")._decide("refused", refusal_reason=reason)

    @rpc
    def action_withdraw(self):
        """Take one's own change back before anybody decided it.

        :raises AccessError: somebody else's
        :raises UserError: not waiting
        """
        self.check_access("read")
        if not self.env.su and self.changed_by_id - self.env.user:
            raise AccessError(self.env._("Only whoever made this change can withdraw it."))
        self._begin("proposed").state = "withdrawn"

    def _check_decider(self):
        self.check_access("read")
        if self.env.su:
            return
        if refused := self - self._filter_spoken_for():
            (companies,) = refused[0]._get_binding().values()
            if len(companies) < 2:
                raise AccessError(self.env._("Changed penalties are approved by a director."))
            raise AccessError(
                self.env._(
                    "These penalties count in %(companies)s, which want them approved: by somebody who is a director "
                    "in each, or whom they named to decide about directors.",
                    companies=join_names(self.env, companies.mapped("name")),
                )
            )
        if self.env.user in self.changed_by_id:
            raise AccessError(self.env._("You made this change, so another director has to approve it."))

    def _decide(self, state, **values):
        self.write({"state": state, "decided_by_id": self.env.uid, "decided_at": fields.Datetime.now(), **values})

    @api.model
    def _log(self, violation_type, before, after, state):
        """Keep a change (sudo) that the current user made; one that waited for approval before gives way to it."""
        waiting = self.search([("type_id", "=", violation_type.id), ("state", "=", "proposed")])
        if state == "proposed":
            waiting.state = "withdrawn"
            waiting.flush_recordset()
        return self.create(
            {
                "type_id": violation_type.id,
                "before": before,
                "after": after,
                "state": state,
                "changed_by_id": self.env.uid,
                "changed_at": fields.Datetime.now(),
            }
        )
