from odoo import api, fields, models
from odoo.exceptions import UserError


class SalesOfficeStatementLine(models.Model):
    """A line the employee does not agree with, and the amount by which that may be settled (R134).

    The texts also stay in the chatter, whatever becomes of the line. What was agreed is no result of the books:
    computing the statement anew keeps it, and only finance takes it off, from a draft.
    """

    _inherit = "sales.office.statement.line"

    dispute_state = fields.Selection(
        [("open", "To Answer"), ("answered", "Answered")], string="Dispute Status", readonly=True, copy=False
    )
    dispute_text = fields.Text(string="What Is Disputed", readonly=True, copy=False)
    disputed_at = fields.Datetime(readonly=True, copy=False)
    dispute_answer = fields.Text(string="Answer", readonly=True, copy=False)
    dispute_answered_by_id = fields.Many2one("res.users", string="Answered by", readonly=True, copy=False)
    dispute_answered_at = fields.Datetime(string="Answered At", readonly=True, copy=False)
    disputed_line_id = fields.Many2one(
        "sales.office.statement.line",
        string="Settles the Dispute About",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    agreed_line_ids = fields.One2many("sales.office.statement.line", "disputed_line_id", string="Agreed Lines")
    agreed_amount = fields.Monetary(
        compute="_compute_agreed_amount",
        help="The line by which the dispute was settled has it.",
    )
    can_dispute = fields.Boolean(compute="_compute_dispute_rights")
    can_answer = fields.Boolean(compute="_compute_dispute_rights")
    can_agree = fields.Boolean(compute="_compute_dispute_rights")
    can_take_off = fields.Boolean(compute="_compute_dispute_rights")

    @api.depends("agreed_line_ids.amount")
    def _compute_agreed_amount(self):
        for line in self:
            line.agreed_amount = sum(line.agreed_line_ids.mapped("amount"))

    def _compute_dispute_rights(self):
        for line in self:
            statement, is_open = line.statement_id, line.dispute_state == "open"
            disputed = statement.state == "disputed" and is_open
            line.can_dispute = statement.is_own and statement.state in ("review", "disputed") and not is_open
            line.can_answer = statement.can_settle and disputed
            line.can_agree = statement.can_pay and disputed
            line.can_take_off = statement.can_pay and statement.state == "draft" and line._is_agreed()

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
