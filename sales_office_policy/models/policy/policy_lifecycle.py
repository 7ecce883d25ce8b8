from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..organization.rpc.rpc import core_door, rpc

ADMIN, DIRECTOR = "policy_admin", "director"


class SalesOfficePolicy(models.Model):
    _inherit = "sales.office.policy"

    #: kept by the actions alone
    _LIFECYCLE_FIELDS = {
        "state",
        "version",
        "supersedes_id",
        "parent_id",
        "supplement_number",
        "drafted_by_id",
        "drafted_on",
        "submitted_by_id",
        "submitted_on",
        "approved_by_id",
        "approved_on",
        "in_force_on",
        "superseded_on",
    }

    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("review", "In Review"),
            ("approved", "Approved"),
            ("in_force", "In Force"),
            ("superseded", "Superseded"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    drafted_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, default=lambda self: None if self.env.su else self.env.user
    )
    drafted_on = fields.Date(readonly=True, copy=False, default=fields.Date.context_today)
    submitted_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    submitted_on = fields.Date(readonly=True, copy=False)
    approved_by_id = fields.Many2one("res.users", readonly=True, copy=False, tracking=True)
    approved_on = fields.Date(readonly=True, copy=False)
    in_force_on = fields.Date(string="Put in Force On", readonly=True, copy=False)
    superseded_on = fields.Date(readonly=True, copy=False)

    can_edit = fields.Boolean(compute="_compute_can")
    can_approve = fields.Boolean(compute="_compute_can")
    can_send_back = fields.Boolean(compute="_compute_can")

    @api.depends("state", "drafted_by_id", "submitted_by_id")
    @api.depends_context("uid")
    def _compute_can(self):
        user = self.env.user
        administered, directed = self._where_post(ADMIN), self._where_post(DIRECTOR)
        for policy in self:
            is_admin, is_director = policy in administered, policy in directed
            policy.can_edit = policy.state == "draft" and is_admin
            policy.can_approve = (
                policy.state == "review" and is_director and user not in policy.drafted_by_id | policy.submitted_by_id
            )
            policy.can_send_back = policy.state in policy._get_send_back_states(is_admin, is_director)

    @core_door
    @api.model_create_multi
    def create(self, vals_list):
        if self.env.su:
            return super().create(vals_list)
        # given outright, because a caller's context could bring defaults of its own
        initial = self._prepare_initial_vals()
        for vals in vals_list:
            if any((vals[name] or False) != initial.get(name, False) for name in vals.keys() & self._LIFECYCLE_FIELDS):
                self._refuse_lifecycle_values()
        return super().create([{**vals, **initial} for vals in vals_list])

    @core_door
    def write(self, vals):
        if vals.keys() & self._LIFECYCLE_FIELDS and not self.env.su:
            self._refuse_lifecycle_values()
        return super().write(vals)

    @rpc
    def action_submit(self):
        """Hand drafts to the director. Policy administrator or drafter only, else ``AccessError``."""
        for policy in self:
            if self.env.user != policy.drafted_by_id:
                self._check_post(ADMIN)
            policy._check_state("draft")
            if not policy.clause_ids:
                raise UserError(self.env._("%(policy)s has no clause yet.", policy=policy.display_name))
        today = fields.Date.context_today(self)
        # sudo: the state is closed to ordinary writes, the right was checked above
        self.sudo().write({"state": "review", "submitted_by_id": self.env.uid, "submitted_on": today})
        self.sudo().filtered(lambda policy: not policy.drafted_by_id).drafted_by_id = self.env.user
        return True

    @rpc
    def action_approve(self):
        """Approve versions in review. A director who neither drafted nor submitted it, else ``AccessError`` (R061)."""
        self._check_post(DIRECTOR)
        for policy in self:
            policy._check_state("review")
            if self.env.user in policy.drafted_by_id | policy.submitted_by_id:
                raise AccessError(
                    self.env._(
                        "You drafted %(policy)s. Another director has to approve it.", policy=policy.display_name
                    )
                )
        # sudo: a director approves the text and cannot edit it
        self.sudo().write(
            {"state": "approved", "approved_by_id": self.env.uid, "approved_on": fields.Date.context_today(self)}
        )
        return True

    @rpc
    def action_send_back(self, reason: str = ""):
        """Return versions to draft with a reason in the chatter; a director, or the administrator while in review."""
        reason = reason.strip()
        if not reason:
            raise UserError(self.env._("Say why it is sent back, so that the drafter knows what to change."))
        for policy in self:
            policy._check_state("review", "approved")
            if not policy.can_send_back:
                self._check_post(DIRECTOR)
        policies = self.sudo()  # sudo: a director sends the text back and cannot edit it
        policies.write(
            {
                "state": "draft",
                "submitted_by_id": False,
                "submitted_on": False,
                "approved_by_id": False,
                "approved_on": False,
            }
        )
        for policy in policies:
            policy.message_post(
                body=self.env._("Sent back: %(reason)s", reason=reason),
                partner_ids=policy.drafted_by_id.partner_id.ids,
                author_id=self.env.user.partner_id.id,
            )
        return True

    @rpc
    def action_print(self):
        """Print the versions as PDF."""
        return self.env.ref("sales_office_policy.report_policy_action").report_action(self)

    @staticmethod
    def _get_send_back_states(is_admin, is_director):
        """Return the states from which somebody may return a version to draft; an approval only a director undoes."""
        if is_director:
            return ("review", "approved")
        return ("review",) if is_admin else ()

    @api.model
    def _prepare_initial_vals(self):
        """Return what the lifecycle fields of a draft made by the current user hold."""
        return dict.fromkeys(self._LIFECYCLE_FIELDS, False) | {
            "state": "draft",
            "version": 1,
            "supplement_number": 0,
            "drafted_by_id": self.env.uid,
            "drafted_on": fields.Date.context_today(self),
        }

    def _refuse_lifecycle_values(self):
        raise AccessError(
            self.env._("A version moves on by its buttons; its state and dates cannot be written by hand.")
        )

    def _check_post(self, *posts):
        """Raise an ``AccessError`` unless the user holds one of the posts in the company of these policies."""
        if self.env.su or self._is_post_held(*posts):
            return
        names = [self.env.ref(f"sales_office_policy.group_{post}").sudo().name for post in posts]
        raise AccessError(self.env._("Only a %(roles)s can do this.", roles=" / ".join(names)))

    def _check_state(self, *states):
        """Raise a ``UserError`` unless every version is in one of ``states``."""
        labels = dict(self._fields["state"]._description_selection(self.env))
        for policy in self:
            if policy.state not in states:
                raise UserError(
                    self.env._(
                        "%(policy)s is in state “%(state)s”; this is possible in “%(expected)s” only.",
                        policy=policy.display_name,
                        state=labels[policy.state],
                        expected="”, “".join(labels[state] for state in states),
                    )
                )
