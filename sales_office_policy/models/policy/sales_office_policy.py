from itertools import groupby

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

ADMIN_GROUP = "sales_office_policy.group_policy_admin"
DIRECTOR_GROUP = "sales_office_policy.group_director"


class SalesOfficePolicy(models.Model):
    """One version of a written policy, from draft to archive (R061, R101).

    The text is open in draft only: what is reviewed is what is approved, and what is
    approved stays. A supplement adds clauses to the version in force without replacing it.
    """

    _name = "sales.office.policy"
    _description = "Sales Office Policy"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "code, version desc, supplement_number desc, id desc"
    _mail_post_access = "read"

    #: the approved text: closed to everybody outside draft
    _TEXT_FIELDS = {"name", "code", "company_id", "department_ids", "effective_date", "change_note", "clause_ids"}
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

    name = fields.Char(required=True, translate=True, tracking=True)
    code = fields.Char(required=True, tracking=True, help="Stays the same through all versions of the policy.")
    version = fields.Integer(default=1, readonly=True, copy=False, aggregator=None)
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
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    department_ids = fields.Many2many(
        "hr.department",
        string="Audience",
        check_company=True,
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

    supersedes_id = fields.Many2one(
        "sales.office.policy", string="Supersedes", readonly=True, copy=False, index="btree_not_null"
    )
    parent_id = fields.Many2one(
        "sales.office.policy",
        string="Supplement To",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    supplement_number = fields.Integer(readonly=True, copy=False, aggregator=None)
    supplement_ids = fields.One2many("sales.office.policy", "parent_id", string="Supplements")
    history_ids = fields.Many2many("sales.office.policy", compute="_compute_history_ids", string="Version History")

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

    _version_uniq = models.UniqueIndex(
        "(company_id, code, version, supplement_number)",
        "This version of the policy exists already. Choose another code, or open the existing version.",
    )
    _in_force_uniq = models.UniqueIndex(
        "(company_id, code) WHERE state = 'in_force' AND parent_id IS NULL",
        "Only one version of a policy can be in force.",
    )

    @api.depends("name", "version", "supplement_number")
    def _compute_display_name(self):
        for policy in self:
            values = {"name": policy.name, "version": policy.version, "number": policy.supplement_number}
            if policy.supplement_number:
                policy.display_name = self.env._("%(name)s, version %(version)s, supplement %(number)s", **values)
            else:
                policy.display_name = self.env._("%(name)s, version %(version)s", **values)

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

    @api.depends("code", "company_id")
    @api.depends_context("uid")
    def _compute_history_ids(self):
        versions = self.search([("code", "in", self.mapped("code")), ("company_id", "in", self.company_id.ids)])
        versions = versions.grouped(lambda policy: (policy.code, policy.company_id))
        for policy in self:
            policy.history_ids = versions.get((policy.code, policy.company_id), self.browse())

    @api.depends("state", "drafted_by_id", "submitted_by_id")
    @api.depends_context("uid")
    def _compute_can(self):
        user = self.env.user
        is_admin, is_director = user.has_group(ADMIN_GROUP), user.has_group(DIRECTOR_GROUP)
        for policy in self:
            policy.can_edit = policy.state == "draft" and is_admin
            policy.can_approve = (
                policy.state == "review" and is_director and user not in policy.drafted_by_id | policy.submitted_by_id
            )

    @api.constrains("code", "company_id", "supersedes_id", "parent_id")
    def _check_line(self):
        """A version keeps the code and the company of the version it comes from."""
        for policy in self:
            for origin in policy.supersedes_id | policy.parent_id:
                if (origin.code, origin.company_id) != (policy.code, policy.company_id):
                    raise ValidationError(
                        self.env._("A version and its supplements keep the code and the company of the policy.")
                    )

    @api.model_create_multi
    def create(self, vals_list):
        self._check_lifecycle_values(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        if vals.keys() & self._LIFECYCLE_FIELDS:
            self._check_lifecycle_values([vals])
        # coming into force sets the day along with the state, which only the actions can write
        if vals.keys() & self._TEXT_FIELDS - ({"effective_date"} if "state" in vals else set()):
            self._check_text_open()
        return super().write(vals)

    def copy_data(self, default=None):
        vals_list = super().copy_data(default)
        for policy, vals in zip(self, vals_list):
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

    def _check_lifecycle_values(self, vals_list):
        """Raise an ``AccessError`` when state, version, people or dates are set by hand."""
        if self.env.su:
            return
        defaults = None
        for vals in vals_list:
            for name in vals.keys() & self._LIFECYCLE_FIELDS:
                if defaults is None:
                    defaults = self.default_get(list(self._LIFECYCLE_FIELDS))
                if self or (vals[name] or False) != (defaults.get(name) or False):
                    raise AccessError(
                        self.env._("A version moves on by its buttons; its state and dates cannot be written by hand.")
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
