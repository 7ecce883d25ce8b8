from odoo import fields, models
from odoo.exceptions import UserError

from ...organization.rpc.rpc import rpc


class SalesOfficeStatementLine(models.Model):
    """A line the employee does not agree with; the texts also stay in the chatter, whatever becomes of the line."""

    _inherit = "sales.office.statement.line"

    dispute_state = fields.Selection(
        [("open", "To Answer"), ("answered", "Answered")], string="Dispute Status", readonly=True, copy=False
    )
    dispute_text = fields.Text(string="What Is Disputed", readonly=True, copy=False)
    disputed_at = fields.Datetime(readonly=True, copy=False)
    dispute_answer = fields.Text(string="Answer", readonly=True, copy=False)
    dispute_answered_by_id = fields.Many2one("res.users", string="Answered by", readonly=True, copy=False)
    dispute_answered_at = fields.Datetime(string="Answered At", readonly=True, copy=False)
    can_dispute = fields.Boolean(compute="_compute_dispute_rights")
    can_answer = fields.Boolean(compute="_compute_dispute_rights")

    def _compute_dispute_rights(self):
        for line in self:
            statement = line.statement_id
            line.can_dispute = (
                statement.is_own and statement.state in ("review", "disputed") and line.dispute_state != "open"
            )
            line.can_answer = statement.can_settle and statement.state == "disputed" and line.dispute_state == "open"

    @rpc
    def action_dispute(self, text: str):
        """The employee does not agree with these lines, and says why.

        :raises AccessError: somebody else's
        :raises UserError: neither in review nor in dispute, disputed already, or no text given
        """
        statements = self.statement_id
        statements._check_own()
        statements._check_state("review", "disputed")
        self._check_dispute_state(False, "answered")
        text = statements._check_reason(text)
        self.sudo().write(  # sudo: nobody may write a line but by its actions, which have checked
            {
                "dispute_state": "open",
                "dispute_text": text,
                "disputed_at": fields.Datetime.now(),
                "dispute_answer": False,
                "dispute_answered_by_id": False,
                "dispute_answered_at": False,
            }
        )
        for line in self:
            line.statement_id.message_post(body=self.env._("Disputed “%(line)s”: %(text)s", line=line.name, text=text))
        statements.filtered(lambda s: s.state == "review")._move("disputed")

    @rpc
    def action_answer(self, answer: str):
        """Answer disputed lines; once nothing is open any more the employee is asked to confirm again.

        :raises AccessError: neither above the employee nor finance
        :raises UserError: not disputed, answered already, or no answer given
        """
        statements = self.statement_id
        statements._check_right("can_settle")
        statements._check_state("disputed")
        self._check_dispute_state("open")
        self._record_answer(statements._check_reason(answer))
        statements._ask_again()

    def _record_answer(self, answer):
        self.sudo().write(  # sudo: as in action_dispute
            {
                "dispute_state": "answered",
                "dispute_answer": answer,
                "dispute_answered_by_id": self.env.uid,
                "dispute_answered_at": fields.Datetime.now(),
            }
        )
        for line in self:
            line.statement_id.message_post(
                body=self.env._("Answered on “%(line)s”: %(text)s", line=line.name, text=answer)
            )

    def _check_dispute_state(self, *states):
        if all(line.dispute_state in states for line in self):
            return
        if "open" in states:
            raise UserError(self.env._("There is no open dispute about this line."))
        raise UserError(self.env._("You have disputed this line already: wait for the answer."))
