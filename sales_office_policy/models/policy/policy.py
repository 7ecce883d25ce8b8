from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tools import groupby

from ..organization.record.protected_mixin import Reason
from ..organization.rpc.rpc import core_door, rpc

ADMIN, DIRECTOR = "policy_admin", "director"


class SalesOfficePolicy(models.Model):
    """One version of a written policy, from draft to archive (R061, R101).

    The text is open in draft only: what is reviewed is what is approved, and what is
    approved stays. A supplement adds clauses to the version in force without replacing it.
    """

    _name = "sales.office.policy"
    _description = "Sales Office Policy"
    _inherit = ["sales.office.version.mixin", "sales.office.typing.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "code, version desc, supplement_number desc, id desc"
    _mail_post_access = "read"

    #: the approved text: closed to everybody outside draft
    _TEXT_FIELDS = {"name", "code", "company_id", "department_ids", "effective_date", "change_note", "clause_ids"}

    name = fields.Char(required=True, translate=True, tracking=True)
    code = fields.Char(required=True, tracking=True, help="Stays the same through all versions of the policy.")
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    department_ids = fields.Many2many(
        "hr.department",
        string="Audience",
        check_company=True,
        # a department that is closed or deleted must not open the policy to everybody
        context={"active_test": False},
        ondelete="restrict",
        help="Departments the policy applies to, with all departments below them. "
        "Empty: every sales office of the company.",
    )
    effective_date = fields.Date(
        string="In Force From",
        copy=False,
        tracking=True,
        help="The day an approved version comes into force by itself. Empty: when it is put in force by hand.",
    )
    change_note = fields.Text(string="What Changed", copy=False, help="What is new in this version, and why.")
    clause_ids = fields.One2many("sales.office.policy.clause", "policy_id", string="Clauses", copy=True)
    clause_count = fields.Integer(compute="_compute_clause_count")
    body_html = fields.Html(compute="_compute_body_html", string="Text", sanitize=False)

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

    @api.depends("clause_ids")
    def _compute_clause_count(self):
        for policy in self:
            policy.clause_count = len(policy.clause_ids)

    @api.depends("clause_ids.number", "clause_ids.chapter", "clause_ids.name", "clause_ids.text")
    @api.depends_context("lang")
    def _compute_body_html(self):
        for policy in self:
            policy.body_html = self.env["ir.qweb"]._render(
                "sales_office_policy.policy_body", {"chapters": policy._get_chapters()}
            )

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
    def write(self, vals):
        """Change drafts; numbers of clauses can be exchanged in one go.

        :raises AccessError: state or dates of the procedure are given by hand
        :raises UserError: the text is locked
        """
        self.check_access("read")
        # coming into force sets the day along with the state, which only the actions can write
        if vals.keys() & self._TEXT_FIELDS - ({"effective_date"} if "state" in vals else set()):
            self._check_text_open()
        renumbered = {
            command[1]
            for command in vals.get("clause_ids") or ()
            if command[0] == Command.UPDATE and "number" in command[2]
        }
        if len(renumbered) > 1:
            self.check_access("write")
            self.clause_ids.filtered(lambda clause: clause.id in renumbered)._release_numbers()
        return super().write(vals)

    @core_door
    def copy_data(self, default=None):
        """A copy has a code of its own; in another company it applies to no department yet."""
        vals_list = super().copy_data(default)
        for policy, vals in zip(self, vals_list, strict=True):
            if "code" not in (default or {}) and vals["company_id"] == policy.company_id.id:
                vals["code"] = self.env._("%(code)s (copy)", code=policy.code)
            if vals["company_id"] != policy.company_id.id:
                vals["department_ids"] = []
        return vals_list

    @api.ondelete(at_uninstall=False)
    def _unlink_draft_only(self):
        self._check_text_open()

    def _update_field_translations(self, field_name, translations, digest=None, source_lang=""):
        # translations reach the database past write()
        if field_name in self._TEXT_FIELDS:
            self._check_text_open()
        return super()._update_field_translations(field_name, translations, digest=digest, source_lang=source_lang)

    def _get_reasons(self):
        return {
            **super()._get_reasons(),
            "send_back": Reason(
                self.env._("Send Back"),
                self.env._("The version goes back to draft. Say what has to change before it can be approved."),
                shown=("name",),
            ),
        }

    @rpc
    def action_submit(self):
        """Hand drafts to the director. Policy administrator or drafter only, else ``AccessError``.

        :raises UserError: no draft, or without clauses
        """
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
        """Approve versions in review. A director who neither drafted nor submitted it, else ``AccessError`` (R061).

        :raises AccessError: not a director, or they drafted or submitted it
        :raises UserError: not in review
        """
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
        """Return versions to draft with a reason in the chatter; a director, or the administrator while in review.

        :raises AccessError: neither of them
        :raises UserError: neither in review nor approved, or no reason given
        """
        missing = self.env._("Say why it is sent back, so that the drafter knows what to change.")
        reason = self._check_reason(reason, missing)
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

    def _check_text_open(self):
        """Raise a ``UserError`` unless every version is a draft; there is no door around it."""
        for policy in self.sudo():  # sudo: only the state is read, also of versions a rule hides
            if policy.state != "draft":
                raise UserError(
                    self.env._(
                        "The text of %(policy)s is locked. Send it back to draft while it is not in force, "
                        "or make a new version or a supplement.",
                        policy=policy.display_name,
                    )
                )

    def _get_chapters(self):
        """Return ``[(number, title, clauses)]`` in reading order."""
        self.ensure_one()
        clauses = self.clause_ids.sorted("sort_key")
        chapters = [
            (number, self.env["sales.office.policy.clause"].concat(*group))
            for number, group in groupby(clauses, key=lambda clause: clause.chapter_number)
        ]
        return [(number, group[0].chapter or "", group) for number, group in chapters]

    @staticmethod
    def _get_send_back_states(is_admin, is_director):
        """Return the states from which somebody may return a version to draft; an approval only a director undoes."""
        if is_director:
            return ("review", "approved")
        return ("review",) if is_admin else ()

    def _check_post(self, *posts):
        """Raise an ``AccessError`` unless the user holds one of the posts in the company of these policies."""
        if self.env.su or self._is_post_held(*posts):
            return
        names = [self.env.ref(f"sales_office_policy.group_{post}").sudo().name for post in posts]
        raise AccessError(self.env._("Only a %(roles)s can do this.", roles=" / ".join(names)))
