from datetime import date

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...organization.record.row_lock import lock_rows
from ...organization.rpc.rpc import rpc

ACCOUNTANTS = "sales_office_policy.group_finance,account.group_account_readonly,account.group_account_invoice"


class SalesOfficeStatement(models.Model):
    """How an approved statement is paid out, and becomes payable again (R134).

    Every document ever made for a statement stays linked to it, so that none of them can
    come back to life beside another one.
    """

    _inherit = "sales.office.statement"

    payout_move_id = fields.Many2one(
        "account.move",
        string="Paid by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        groups=ACCOUNTANTS,
        help="The vendor bill or journal entry that pays this statement.",
    )
    payout_move_ids = fields.Many2many(
        "account.move",
        "sales_office_statement_payout_rel",
        "statement_id",
        "move_id",
        string="Payout Documents",
        readonly=True,
        copy=False,
        groups=ACCOUNTANTS,
        help="All documents ever made for this statement, cancelled and reversed ones included.",
    )
    payment_state = fields.Selection(
        lambda self: self.env["account.move"]._fields["payment_state"]._description_selection(self.env),
        string="Payment",
        compute="_compute_payment_state",
        compute_sudo=True,
        help="Whether the vendor bill is paid; an entry is settled on the account of the employee's contact.",
    )
    payout_undone = fields.Boolean(compute="_compute_payout_undone", compute_sudo=True)

    @api.depends("payout_move_id.payment_state")
    def _compute_payment_state(self):
        for statement in self:
            bill = statement.payout_move_id.filtered(lambda move: move.move_type == "in_invoice")
            statement.payment_state = bill.payment_state

    @api.depends("state", "payout_move_ids")
    def _compute_payout_undone(self):
        for statement in self:
            statement.payout_undone = statement.state == "approved" and bool(statement.payout_move_ids)

    @rpc
    def action_pay(self, date: date = None):
        """Pay the statements out, in the way the company has chosen; a second click pays nothing.

        What is negative is not paid but carried to the employee's next statement.

        :param date: accounting date of the documents, today by default
        :raises AccessError: not finance, or his own
        :raises UserError: not approved, no account or contact to pay to, or a locked date
        """
        self._check_right("can_pay")
        lock_rows(self)
        self._check_state("approved")
        today = fields.Date.context_today(self)
        Payout = self.env["sales.office.payout"].sudo()  # sudo: finance pays by accounts it need not see
        for company, statements in self.sudo().grouped("company_id").items():
            Payout._pay(company, statements, date or today)
        self._move("paid", paid_on=today, paid_at=fields.Datetime.now())

    @rpc
    def action_open_payout(self):
        """Open the documents that were made for these statements."""
        return self.payout_move_ids._get_records_action(name=self.env._("Paid by"))

    def _follow_payout(self):
        """Bring the state in line with the documents (sudo): paid by exactly one of them, or payable again."""
        undone = self.browse()
        for statement in self:
            live = statement.payout_move_ids.filtered(lambda move: move._is_live_payout())
            if live:
                statement._take_back_payout(live)
            elif statement.state == "paid":
                undone |= statement
        if undone:
            undone._undo_payout()

    def _undo_payout(self):
        bodies = {
            statement.id: self.env._(
                "%(document)s no longer stands in the books: this statement is payable again.",
                document=statement.payout_move_id.display_name,
            )
            for statement in self
        }
        self._make_payable_again()
        self._message_log_batch(bodies=bodies)

    def _make_payable_again(self):
        """Put them back to approved (sudo), and the bonuses on them."""
        self._move("approved", paid_on=False, paid_at=False, payout_move_id=False)
        self.line_ids.reward_id.filtered(lambda reward: reward.state == "paid").write({"state": "approved"})

    def _take_back_payout(self, live):
        """Be paid by ``live`` again, unless another document pays the statement now or it has been settled anew."""
        if self.payout_move_id == live:
            return
        renewed = self.approved_at and self.approved_at > live[0].create_date
        if len(live) > 1 or self.state != "approved" or renewed:
            raise UserError(
                self.env._(
                    "%(statement)s would be paid twice or with old figures by %(documents)s: "
                    "leave that document out and pay the statement as it is now.",
                    statement=self.display_name,
                    documents=", ".join(live.mapped("display_name")),
                )
            )
        self._move("paid", paid_on=live.date, paid_at=fields.Datetime.now(), payout_move_id=live.id)
