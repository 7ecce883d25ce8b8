from hashlib import sha256

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ...organization.record.phrases import join_names
from .kind import TERMS

#: what somebody reviews, besides the terms: if any of it changes, they are asked again
REVIEWED = ("kind_id", "partner_id", "amount", "currency_id", "payment_term_id", "date_to", "goods", "clauses")


class SalesOfficeContract(models.Model):
    """What a contract has to say, and who reads it before it is signed (R116, R130).

    Wording that is its kind's, or was reviewed as it is now, needs no review.
    """

    _inherit = "sales.office.contract"

    missing_terms = fields.Char(string="Says Nothing About", compute="_compute_missing_terms")
    is_standard = fields.Boolean(
        string="Wording of Its Kind", compute="_compute_is_standard", help="Its clauses and liability are unchanged."
    )
    review_by = fields.Selection(related="kind_id.review_by")
    reviewed_by_id = fields.Many2one("res.users", string="Review by", readonly=True, copy=False)
    reviewed_on = fields.Date(readonly=True, copy=False)
    reviewed_digest = fields.Char(readonly=True, copy=False, groups=fields.NO_ACCESS, export_string_translation=False)

    @api.depends("kind_id", "amends_id", "amount", "payment_term_id", *TERMS[1:], "clauses")
    @api.depends_context("lang")
    def _compute_missing_terms(self):
        for contract in self:
            names = contract._get_missing_terms()
            contract.missing_terms = join_names(
                self.env, (self._fields[name]._description_string(self.env) for name in names)
            )

    @api.depends("kind_id", "amends_id", "clauses", "liability")
    def _compute_is_standard(self):
        wordings = {kind: kind._get_wordings() for kind in self.kind_id}
        for contract in self:
            wording = (contract.clauses or "", contract.liability or "")
            contract.is_standard = not contract.amends_id and wording in wordings.get(contract.kind_id, ())

    def _search_can_review(self, operator, value):
        """Return what waits for a post of the user: one on the ladder where they stand above the employee."""
        if operator != "in":
            return NotImplemented
        above = self._get_authority_domain()
        others = Domain("user_id", "!=", self.env.uid)
        posts = {"finance": others, "team_leader": above, "manager": above, "director": above}
        asked = Domain.OR(
            Domain("kind_id.review_by", "=", post) & self._get_post_domain(post) & where
            for post, where in posts.items()
        )
        return Domain("state", "=", "review") & asked

    def _check_reviewer(self):
        if self.env.su:
            return
        if self.filtered(lambda contract: not contract.can_review):
            raise AccessError(
                self.env._("It is reviewed by the post that its kind names, and by nobody who wrote it themselves.")
            )

    def _get_missing_terms(self):
        """Return the names of the terms this contract has to state and does not; a dot states nothing."""
        if self.amends_id:
            return [] if _says_something(self.clauses) else ["clauses"]
        missing = {
            "amount": self.amount <= 0,
            "payment": not (self.payment_term_id or _says_something(self.payment)),
            "delivery": not _says_something(self.delivery),
            "liability": not _says_something(self.liability),
        }
        return [name for name in TERMS if self.kind_id[f"needs_{name}"] and missing[name]]

    def _check_terms(self):
        for contract in self:
            if contract.missing_terms:
                raise UserError(
                    self.env._(
                        "%(contract)s says nothing about: %(terms)s. A %(kind)s has to, before it is signed.",
                        contract=contract.display_name,
                        terms=contract.missing_terms,
                        kind=contract.kind_id.name,
                    )
                )

    def _needs_review(self):
        kind = self.kind_id
        if not kind.review_by or self.reviewed_digest == self._get_digest():
            return False
        return kind.review_standard or not self.is_standard

    def _get_digest(self):
        """Return the fingerprint of what is reviewed."""
        values = [str(self[name]) if name != "amount" else f"{self.amount:.2f}" for name in REVIEWED]
        return sha256(repr([*values, *(self[name] or "" for name in TERMS[1:])]).encode()).hexdigest()


def _says_something(text):
    return any(character.isalnum() for character in text or "")
