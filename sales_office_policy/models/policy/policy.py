from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import groupby

from ..organization.rpc.rpc import core_door


class SalesOfficePolicy(models.Model):
    """One version of a written policy, from draft to archive (R061, R101).

    The text is open in draft only: what is reviewed is what is approved, and what is
    approved stays. A supplement adds clauses to the version in force without replacing it.
    """

    _name = "sales.office.policy"
    _description = "Sales Office Policy"
    _inherit = ["sales.office.reader.mixin", "sales.office.typing.mixin", "mail.thread", "mail.activity.mixin"]
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

    @core_door
    def write(self, vals):
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
