from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ...organization.record.row_lock import lock_rows
from ...organization.rpc.rpc import rpc
from .training import ACTIVITY_TRAINING


class SalesOfficeViolation(models.Model):
    """A closed case can be annulled, when its facts turn out to be others (R046, R060).

    By those who could have decided an appeal, with a reason. It stays readable with its decision and counts for nothing
    from then on: no occurrence, no points, no fine, which is given back where it was deducted.
    """

    _inherit = "sales.office.violation"

    annul_reason = fields.Text(string="Reasons for the Annulment", readonly=True, copy=False)
    annulled_by_id = fields.Many2one("res.users", string="Annulled by", readonly=True, copy=False)
    annulled_at = fields.Datetime(string="Annulled on", readonly=True, copy=False)
    can_annul = fields.Boolean(compute="_compute_can_annul", search="_search_can_annul")

    @api.depends("state", "user_id", "department_id", "decided_by_id", "confirmed_by_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_can_annul(self):
        annullable = self.filtered_domain(self._get_annullable_domain())
        for case in self:
            case.can_annul = case in annullable

    def _search_can_annul(self, operator, value):
        return self._get_annullable_domain() if operator == "in" else NotImplemented

    @api.model
    def _get_annullable_domain(self):
        """Return the closed cases whose appeal the current user could have decided, or did."""
        named = Domain("state", "=", "closed") & Domain("anonymised_on", "=", False)
        return named & self._get_judge_domain() & self._get_hearing_domain()

    @rpc(one=True)
    def action_annul(self, reason: str):
        """Annul a closed case: it stays as it is, and counts for nothing.

        :raise AccessError: for anybody who could not have decided its appeal
        :raise UserError: for a case that is not closed, or without a reason
        """
        self._check_state("closed")
        self._check_annuller()
        self._check_text(reason, self.env._("Give your reasons."))
        self.sudo()._annul(reason.strip())  # sudo: a closed case is closed to writing by hand; checked above
        return True

    def _check_annuller(self):
        """Refuse whoever could not have decided the appeal."""
        self._check_judge()
        if self.env.su:
            return
        deciders = self.decided_by_id | self.confirmed_by_id
        if self.env.user in deciders:
            raise AccessError(self.env._("You decided this case, so somebody else has to annul it."))
        if self.filtered_domain(self._get_annullable_domain()) != self:
            raise AccessError(
                self.env._(
                    "A case is annulled by those who could have decided the appeal: a director, or somebody who stands "
                    "above %(names)s.",
                    names=", ".join(deciders.mapped("name")) or self.env._("who decided it"),
                )
            )

    def _annul(self, reason):
        """Annul a case (sudo; the caller has checked) and tell its employee. Rooms above undo what they made of it."""
        lock_rows(self)
        vals = {"annul_reason": reason, "annulled_by_id": self.env.uid, "annulled_at": fields.Datetime.now()}
        if not self.training_attended_on:
            vals["training_due"] = False
        self.write({"state": "annulled", **vals})
        self.activity_unlink([ACTIVITY_TRAINING])
        self._recount_alike(self.env._("Another case of the same kind has been annulled."))
        self._tell_employee()
