import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from ..organization.posts.title import join_title
from ..organization.rpc.rpc import core_door

NUMBER = re.compile(r"\d+(\.\d+){0,3}", re.ASCII)


class SalesOfficePolicyClause(models.Model):
    """A numbered clause of one policy version.

    The first part of the number is the chapter's. The texts of a chapter's clauses share
    one title, and a copy in a later version remembers the clause it descends from.
    """

    _name = "sales.office.policy.clause"
    _description = "Sales Office Policy Clause"
    _inherit = ["sales.office.reader.mixin", "sales.office.typing.mixin"]
    _order = "policy_id, sort_key, id"
    _rec_names_search = ["number", "name"]

    policy_id = fields.Many2one("sales.office.policy", required=True, index=True, ondelete="cascade")
    number = fields.Char(required=True, help="Chapter, clause and, where needed, sub-clause, such as 3.2 or 3.2.1.")
    sort_key = fields.Char(compute="_compute_sort_key", store=True, precompute=True)
    chapter_number = fields.Integer(compute="_compute_sort_key", store=True, precompute=True, aggregator=None)
    chapter = fields.Char(translate=True, help="Title of the chapter; left empty, that of its other clauses.")
    name = fields.Char(string="Title", required=True, translate=True)
    text = fields.Text(required=True, translate=True)
    origin_id = fields.Many2one(
        "sales.office.policy.clause",
        string="Descends From",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="The clause of an earlier version this one was copied from at first.",
    )
    company_id = fields.Many2one(related="policy_id.company_id", store=True, precompute=True, index=True)
    state = fields.Selection(related="policy_id.state", string="Policy State")

    _number_uniq = models.Constraint("UNIQUE (policy_id, number)", "Two clauses of a policy cannot share a number.")

    @api.depends("number")
    def _compute_sort_key(self):
        for clause in self:
            parts = [int(part) for part in (clause.number or "").split(".") if part.isdecimal()]
            clause.chapter_number = parts[0] if parts else 0
            clause.sort_key = ".".join(f"{part:06d}" for part in parts)

    @api.depends("number", "name")
    def _compute_display_name(self):
        for clause in self:
            clause.display_name = join_title(clause.number, clause.name, by=" ")

    @api.onchange("number")
    def _onchange_number(self):
        return self._warn_of_refusal(self._check_number) if self.number else None

    @api.constrains("number")
    def _check_number(self):
        for clause in self:
            if not NUMBER.fullmatch(clause.number):
                raise ValidationError(
                    self.env._("“%(number)s” is not a clause number: write it like 3.2 or 3.2.1.", number=clause.number)
                )

    @core_door
    @api.model_create_multi
    def create(self, vals_list):
        """Add clauses to drafts; those of one chapter number share its title.

        :raises UserError: the text is locked
        """
        self.flush_model(["number"])  # a number that was given away before is free again
        clauses = super().create(vals_list)
        clauses.sudo().policy_id._check_text_open()  # afterwards, because the policy may come from the context
        clauses.filtered(lambda clause: not clause.chapter)._fill_chapter()
        clauses._share_chapter()
        return clauses

    @core_door
    def write(self, vals):
        """Change clauses of drafts; another title of a chapter goes to all its clauses.

        :raises UserError: the text of one of the policies is locked
        """
        self.check_access("read")
        policies = self.sudo().policy_id  # sudo: the lock holds whatever the rules hide
        (policies | policies.browse(vals.get("policy_id") or ()))._check_text_open()
        result = super().write(vals)
        if "chapter" in vals:
            self._share_chapter()
        return result

    @core_door
    def copy_data(self, default=None):
        """A copy knows which clause it was made from, by which versions are compared."""
        self.check_access("read")
        vals_list = super().copy_data(default)
        for clause, vals in zip(self, vals_list, strict=True):
            if vals:
                vals["origin_id"] = clause._get_origin().id
        return vals_list

    @api.ondelete(at_uninstall=False)
    def _unlink_draft_only(self):
        self.sudo().policy_id._check_text_open()  # sudo: the lock holds whatever the rules hide

    def _update_field_translations(self, field_name, translations, digest=None, source_lang=""):
        # translations reach the database past write()
        self.sudo().policy_id._check_text_open()
        return super()._update_field_translations(field_name, translations, digest=digest, source_lang=source_lang)

    def _release_numbers(self):
        """Free the numbers of these clauses, which are about to get others, so that they can be swapped."""
        self.flush_recordset(["number"])
        self.env.cr.execute(
            SQL("UPDATE sales_office_policy_clause SET number = '#' || id WHERE id IN %s", self._ids or (0,))
        )
        self.invalidate_recordset(["number"])

    def _get_chapter_siblings(self):
        """Return the other clauses of the same chapter."""
        self.ensure_one()
        return self.policy_id.clause_ids.filtered(lambda other: other.chapter_number == self.chapter_number) - self

    def _fill_chapter(self):
        """Take the chapter's title from its other clauses."""
        for clause in self:
            clause.chapter = clause._get_chapter_siblings().filtered("chapter")[:1].chapter

    def _share_chapter(self):
        """Give the chapter's other clauses the title that was just set."""
        for clause in self.filtered("chapter"):
            others = clause._get_chapter_siblings().filtered(lambda other, title=clause.chapter: other.chapter != title)
            if others:
                others.write({"chapter": clause.chapter})

    def _get_origin(self):
        """Return the first clause of the line this one descends from: itself when it is new."""
        self.ensure_one()
        return self.origin_id or self

    def _get_in_force(self, company):
        """Return the descendant of this clause in ``company``'s version in force, or an empty recordset.

        Rules name a clause once; what is quoted to people is its wording today.
        """
        self.ensure_one()
        origin = self._get_origin()
        # sudo: a reader may quote the clause of a version they are not the audience of
        return self.sudo().search(
            [
                ("company_id", "=", company.id),
                ("policy_id.state", "=", "in_force"),
                "|",
                ("id", "=", origin.id),
                ("origin_id", "=", origin.id),
            ],
            limit=1,
        )
