from odoo import api, fields, models
from odoo.exceptions import UserError

from ...organization.rpc.rpc import rpc


class SalesOfficeStatementLine(models.Model):
    """An amount finance and the employee agreed on after a dispute (R134).

    It is no result of the books: computing the statement anew keeps it, and only finance takes it off, from a draft.
    """

    _inherit = "sales.office.statement.line"

    agreed_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    agreed_reason = fields.Text(readonly=True, copy=False)
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
    can_agree = fields.Boolean(compute="_compute_dispute_rights")
    can_take_off = fields.Boolean(compute="_compute_dispute_rights")

    @api.depends("agreed_line_ids.amount")
    def _compute_agreed_amount(self):
        for line in self:
            line.agreed_amount = sum(line.agreed_line_ids.mapped("amount"))

    def _compute_dispute_rights(self):
        result = super()._compute_dispute_rights()
        for line in self:
            statement = line.statement_id
            line.can_agree = statement.can_pay and statement.state == "disputed" and line.dispute_state == "open"
            line.can_take_off = statement.can_pay and statement.state == "draft" and line._is_agreed()
        return result

    def _is_agreed(self):
        return bool(self.agreed_by_id)

    @api.depends("agreed_by_id", "figures")
    def _compute_name(self):
        agreed = self.filtered("agreed_by_id")
        for line in agreed:
            about = (line.figures or {}).get("about")
            line.name = (
                self.env._("Agreed after the dispute about “%(line)s”", line=about)
                if about
                else self.env._("Agreed after the dispute")
            )
        return super(SalesOfficeStatementLine, self - agreed)._compute_name()

    @api.depends("agreed_reason", "agreed_by_id.name")
    def _compute_explanation(self):
        agreed = self.filtered("agreed_by_id")
        for line in agreed:
            line.explanation = self.env._(
                "%(amount)s: %(reason)s (%(user)s)",
                amount=line._format(line.amount),
                reason=line.agreed_reason,
                user=line.agreed_by_id.name,
            )
        return super(SalesOfficeStatementLine, self - agreed)._compute_explanation()

    @rpc(one=True)
    def action_settle_dispute(self, amount: float, reason: str):
        """Settle the dispute about this line by an amount, which the employee confirms with the statement.

        :param amount: paid more, or less if negative; in the currency of the statement
        :raises AccessError: not finance, or one's own
        :raises UserError: not disputed, answered already, no amount or no reason given
        """
        statement = self.statement_id
        statement._check_may_agree()
        self._check_dispute_state("open")
        reason = statement._agree(amount, reason, self)
        self._record_answer(reason)
        statement._ask_again()

    @rpc(one=True)
    def action_take_off(self, reason: str):
        """Take an agreed amount off a draft.

        :raises AccessError: not finance, or one's own
        :raises UserError: not a draft, not agreed after a dispute, or no reason given
        """
        statement = self.statement_id
        statement._check_right("can_pay")
        statement._check_state("draft")
        if not self._is_agreed():
            raise UserError(self.env._("Only an amount that was agreed after a dispute can be taken off."))
        body = self.env._(
            "%(line)s was taken off: %(reason)s", line=self.explanation, reason=statement._check_reason(reason)
        )
        statement.message_post(body=body)
        self.sudo().unlink()  # sudo: nobody may delete a line but by its actions, which have checked
