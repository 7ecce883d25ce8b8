from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ...organization.record.phrases import join_names
from ..penalty.violation_step import RANK
from .proposal import ACTIVITY_TRAINING


class SalesOfficeViolation(models.Model):
    """A decision is undone: on appeal by the next level, once and never for the worse, or by an annulment (R046, R060).

    A closed case is annulled when its facts turn out to be others, by those who could have decided an appeal, with a
    reason. It stays readable with its decision and counts for nothing from then on: no occurrence, no points, no fine,
    which is given back where it was deducted.
    """

    _inherit = "sales.office.violation"

    appeal_deadline = fields.Datetime(string="Appeal Until", readonly=True, copy=False)
    appeal_deadline_reason = fields.Char(
        string="Time to Appeal", compute="_compute_deadline_reasons", compute_sudo=True
    )
    appeal = fields.Text(readonly=True, copy=False)
    appealed_at = fields.Datetime(string="Appealed on", readonly=True, copy=False)
    appeal_outcome = fields.Selection(
        [("upheld", "Decision Upheld"), ("reduced", "Decision Reduced"), ("lifted", "Decision Lifted")],
        readonly=True,
        copy=False,
    )
    appeal_reason = fields.Text(string="Reasons on Appeal", readonly=True, copy=False)
    appeal_decided_by_id = fields.Many2one("res.users", string="Appeal Decided by", readonly=True, copy=False)
    appeal_decided_at = fields.Datetime(string="Appeal Decided on", readonly=True, copy=False)
    decided_at_top = fields.Boolean(
        readonly=True, copy=False, help="A director took part in the decision: there is no next level."
    )

    annul_reason = fields.Text(string="Reasons for the Annulment", readonly=True, copy=False)
    annulled_by_id = fields.Many2one("res.users", string="Annulled by", readonly=True, copy=False)
    annulled_at = fields.Datetime(string="Annulled on", readonly=True, copy=False)
    can_annul = fields.Boolean(compute="_compute_can_annul", search="_search_can_annul")

    _appeal_deadline_set = models.Constraint(
        "CHECK (state != 'decided' OR appeal_deadline IS NOT NULL)", "A decided case needs a time to appeal."
    )

    @api.depends("state", "user_id", "department_id", "decided_by_id", "confirmed_by_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_can_annul(self):
        annullable = self.filtered_domain(self._get_annullable_domain())
        for case in self:
            case.can_annul = case in annullable

    def _search_can_annul(self, operator, value):
        return self._get_annullable_domain() if operator == "in" else NotImplemented

    @api.model
    def _get_hearing_domain(self):
        """Return which appeals the current user may hear, as far as the level goes.

        A director hears all; another manager those against decisions of people they stand above; whom the company
        named, those they are named for. Where a director or one of the latter decided there is no next level, and
        anybody else with authority hears it. Never one's own decision.
        """
        uid = self.env.uid
        other = Domain("decided_by_id", "!=", uid) & Domain("confirmed_by_id", "!=", uid)
        confirmed = Domain("confirmed_by_id", "=", False) | Domain("confirmed_by_id.in_office_scope", "=", True)
        above = Domain("decided_by_id.in_office_scope", "=", True) & confirmed
        top = self._get_post_domain("director") | self._get_named_domain() | Domain("decided_at_top", "=", True)
        return other & (top | above)

    def _check_hearing(self):
        """Refuse to hear an appeal against one's own decision, or one that belongs to a higher level."""
        appealed = self.filtered(lambda case: case.state == "appealed")
        if self.env.user in appealed.decided_by_id | appealed.confirmed_by_id:
            raise AccessError(self.env._("You decided this case, so somebody else has to hear the appeal."))
        if appealed.filtered_domain(self._get_hearing_domain()) != appealed:
            raise AccessError(
                self.env._(
                    "An appeal goes to the next level: to a director, or to somebody who stands above %(names)s.",
                    names=join_names(self.env, (appealed.decided_by_id | appealed.confirmed_by_id).mapped("name")),
                )
            )

    def _check_not_worse(self, sanction, fine_amount, points):
        """Refuse to make a decision worse on appeal; what is graver than a fine may well be replaced by one."""
        rank = RANK[sanction] - RANK.get(self.sanction, -1)  # less than anything where nothing was decided
        replaced = rank < 0 and RANK[self.sanction] > RANK["fine"]
        dearer = self.currency_id.compare_amounts(fine_amount, self.fine_amount) > 0 or points > self.points
        if rank > 0 or (dearer and not replaced):
            raise UserError(self.env._("An appeal never makes a decision worse: uphold it, or decide on less."))

    def _prepare_appeal_vals(self, vals, reason):
        """Return who decided the appeal, when and why, and what became of the first decision."""
        same_fine = not self.currency_id.compare_amounts(vals["fine_amount"], self.fine_amount)
        upheld = (vals["sanction"], vals["points"]) == (self.sanction, self.points) and same_fine
        return {
            "appeal_decided_by_id": self.env.uid,
            "appeal_decided_at": fields.Datetime.now(),
            "appeal_reason": reason,
            "appeal_outcome": "upheld" if upheld else "reduced" if vals["sanction"] else "lifted",
        }

    @api.model
    def _get_annullable_domain(self):
        """Return the closed cases whose appeal the current user could have decided, or did."""
        named = Domain("state", "=", "closed") & Domain("anonymised_on", "=", False)
        return named & self._get_judge_domain() & self._get_hearing_domain()

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
                    names=join_names(self.env, deciders.mapped("name")) or self.env._("who decided it"),
                )
            )

    def _annul(self, reason):
        """Annul a case (sudo; the caller has checked) and tell its employee. Rooms above undo what they made of it."""
        self._lock()
        vals = {"annul_reason": reason, "annulled_by_id": self.env.uid, "annulled_at": fields.Datetime.now()}
        if not self.training_attended_on:
            vals["training_due"] = False
        self.write({"state": "annulled", **vals})
        self.activity_unlink([ACTIVITY_TRAINING])
        self._recount_alike(self.env._("Another case of the same kind has been annulled."))
        self._notify_employee()
