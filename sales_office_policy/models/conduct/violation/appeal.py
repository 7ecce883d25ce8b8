from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..penalty.violation_step import RANK


class SalesOfficeViolation(models.Model):
    """An appeal goes to the next level, once, and never makes a decision worse (R046)."""

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

    _appeal_deadline_set = models.Constraint(
        "CHECK (state != 'decided' OR appeal_deadline IS NOT NULL)", "A decided case needs a time to appeal."
    )

    @api.model
    def _get_hearing_domain(self):
        """Return which appeals the current user may hear, as far as the level goes.

        A director hears all; another manager those against decisions of people he stands above; whom the company
        named, those he is named for. Where a director or one of the latter decided there is no next level, and anybody
        else with authority hears it. Never one's own decision.
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
                    names=", ".join((appealed.decided_by_id | appealed.confirmed_by_id).mapped("name")),
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
