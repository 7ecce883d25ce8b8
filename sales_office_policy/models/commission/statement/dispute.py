from odoo import api, fields, models
from odoo.fields import Domain

from ...organization.rpc.rpc import rpc


class SalesOfficeStatement(models.Model):
    """What the employee does not agree with: the statement as a whole, or lines of it (R134).

    A statement is disputed as long as one dispute is open.
    """

    _inherit = "sales.office.statement"

    disputed_line_ids = fields.Many2many(
        "sales.office.statement.line", string="Disputed Lines", compute="_compute_disputed_line_ids"
    )

    @api.depends("line_ids.dispute_state")
    def _compute_disputed_line_ids(self):
        for statement in self:
            statement.disputed_line_ids = statement.line_ids.filtered("dispute_state")

    @rpc
    def action_dispute(self, reason: str):
        """The employee does not agree, and says why.

        :raises AccessError: somebody else's statement
        :raises UserError: not in review, or no reason given
        """
        self._check_own()
        self._check_state("review")
        self._move("disputed", dispute_reason=self._check_reason(reason), dispute_answer=False)

    @rpc
    def action_answer(self, answer: str):
        """Answer whatever is disputed and ask for confirmation again; to compute anew, reopen instead.

        :raises AccessError: the caller neither leads the employee nor is finance
        :raises UserError: not disputed, or no answer given
        """
        self._check_right("can_settle")
        self._check_state("disputed")
        self._close_disputes(self._check_reason(answer))
        self._ask_again()

    def _close_disputes(self, answer):
        """Record ``answer`` wherever none was given yet; reopening is an answer too."""
        statements = self.sudo()  # sudo: as in _move, the caller has checked
        statements.filtered(lambda s: s.dispute_reason and not s.dispute_answer).dispute_answer = answer
        statements.line_ids.filtered(lambda line: line.dispute_state == "open")._record_answer(answer)

    def _ask_again(self):
        """Ask for confirmation of those on which nothing is left to answer."""
        lines = self.env["sales.office.statement.line"].sudo()  # sudo: whether there is one is all that matters
        open_lines = lines.search(Domain("statement_id", "in", self.ids) & Domain("dispute_state", "=", "open"))
        answered = self.filtered(lambda s: s.dispute_answer or not s.dispute_reason) - open_lines.statement_id
        answered._move("review")
        answered._ask_confirmation()
