from datetime import date, datetime, time

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import format_datetime
from odoo.tools.misc import format_date

from ...organization.record.phrases import join_names

ACCOUNTANTS = "sales_office_policy.group_finance,account.group_account_readonly,account.group_account_invoice"


class SalesOfficeStatement(models.Model):
    """How an approved statement is paid out, and becomes payable again (R134).

    Every document ever made for a statement stays linked to it, so that none of them can come back to life beside
    another one. What was marked as paid for payroll is payable again as long as payroll has not got it.
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

    def _pay_rewards(self):
        """Pay the bonuses on statements that are paid now."""
        # sudo: as the statement itself; the caller has checked
        rewards = self.sudo().line_ids.reward_id
        rewards.filtered(lambda reward: reward.state == "approved").write({"state": "paid"})

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
                    documents=join_names(self.env, live.mapped("display_name")),
                )
            )
        self._move("paid", paid_on=live.date, paid_at=fields.Datetime.now(), payout_move_id=live.id)
        self._pay_rewards()

    def _check_paid_by_payroll(self):
        documents = self.payout_move_id
        if documents:
            raise UserError(
                self.env._(
                    "Paid by %(documents)s: cancel or reverse that instead.",
                    documents=join_names(self.env, documents.mapped("display_name")),
                )
            )

    def _check_not_exported(self):
        """Refuse once figures of the statement's month, or of a later one, were exported after it was paid."""
        exports = self.env["sales.office.payroll.export"].search(
            [("company_id", "in", self.company_id.ids), ("date_to", ">=", min(self.mapped("date_to"), default=False))],
            order="exported_at",
        )
        for statement in self:
            paid_at = statement.paid_at or datetime.combine(statement.paid_on or date.min, time.min)
            later = exports.filtered(
                lambda export, statement=statement, paid_at=paid_at: (
                    export.company_id == statement.company_id
                    and export.date_to >= statement.date_to
                    and export.exported_at >= paid_at
                )
            )
            if later:
                raise UserError(
                    self.env._(
                        "%(statement)s was exported to payroll on %(moment)s by %(user)s, after it had been paid: "
                        "what has changed is corrected by the next statement.",
                        statement=statement.display_name,
                        moment=format_datetime(self.env, later[0].exported_at),
                        user=later[0].user_id.name,
                    )
                )


class SalesOfficePayout(models.AbstractModel):
    """Turns approved statements into the documents that pay them; the caller has checked who asks (sudo)."""

    _name = "sales.office.payout"
    _description = "Payout of Statements"

    @api.model
    def _pay(self, company, statements, date):
        """Make and post the documents of one company's statements, dated ``date``; none for payroll."""
        payable = statements.filtered(lambda s: s.payable > 0)
        if company.sales_office_payout == "payroll" or not payable:
            return
        self._check_configured(company)
        self._check_date(company, date)
        self._check_contacts(payable)
        self._check_drafts(payable)
        make = self._make_bills if company.sales_office_payout == "bill" else self._make_entry
        make(company, payable, date)

    def _check_configured(self, company):
        missing = not company.sales_office_payout_journal_id or not company.sales_office_payout_expense_account_id
        if company.sales_office_payout == "entry":
            missing |= not company.sales_office_payout_liability_account_id
        if missing:
            raise UserError(
                self.env._(
                    "Choose the journal and the accounts for commission of %(company)s in Settings first.",
                    company=company.name,
                )
            )

    def _check_date(self, company, date):
        locks = company._get_violated_lock_dates(date, False, company.sales_office_payout_journal_id)
        if locks:
            raise UserError(
                self.env._(
                    "The books of %(company)s are locked until %(locked)s: pay with a later accounting date.",
                    company=company.name,
                    locked=format_date(self.env, max(lock[0] for lock in locks)),
                )
            )

    def _check_contacts(self, statements):
        without = statements.employee_id.filtered(lambda employee: not employee.work_contact_id)
        if without:
            raise UserError(
                self.env._(
                    "Give these employees a work contact, to whom the money is owed: %(names)s.",
                    names=join_names(self.env, without.mapped("name")),
                )
            )

    def _check_drafts(self, statements):
        drafts = statements.payout_move_ids.filtered(lambda move: move.state == "draft")
        if drafts:
            raise UserError(
                self.env._(
                    "Post, cancel or delete the documents that were reset to draft first: %(documents)s.",
                    documents=join_names(self.env, drafts.mapped("display_name")),
                )
            )

    def _make_bills(self, company, statements, date):
        """Make one bill per employee, with a line per statement."""
        by_partner = statements.grouped(lambda s: s.employee_id.work_contact_id)
        bills = self._create_moves(
            company, [self._prepare_bill(company, partner, own, date) for partner, own in by_partner.items()]
        )
        for bill, own in zip(bills, by_partner.values(), strict=True):
            self._link(own, bill)

    def _make_entry(self, company, statements, date):
        """Make one entry for all, with two lines per statement."""
        self._link(statements, self._create_moves(company, [self._prepare_entry(company, statements, date)]))

    def _create_moves(self, company, vals_list):
        moves = self.env["account.move"].with_company(company).with_context(default_move_type=False)
        moves = moves.create(vals_list)
        moves._post(soft=False)
        return moves

    def _link(self, statements, move):
        statements.write({"payout_move_id": move.id, "payout_move_ids": [Command.link(move.id)]})

    def _prepare_bill(self, company, partner, statements, date):
        return {
            "move_type": "in_invoice",
            "partner_id": partner.id,
            "journal_id": company.sales_office_payout_journal_id.id,
            "currency_id": company.currency_id.id,
            "invoice_date": date,
            "date": date,
            "ref": join_names(self.env, statements.mapped("display_name")),
            "invoice_line_ids": [
                Command.create(
                    {
                        "name": self._get_label(statement),
                        "account_id": company.sales_office_payout_expense_account_id.id,
                        "quantity": 1,
                        "price_unit": statement.payable,
                        "tax_ids": [Command.clear()],
                    }
                )
                for statement in statements
            ],
        }

    def _prepare_entry(self, company, statements, date):
        expense, liability = (
            company.sales_office_payout_expense_account_id,
            company.sales_office_payout_liability_account_id,
        )
        return {
            "move_type": "entry",
            "journal_id": company.sales_office_payout_journal_id.id,
            "date": date,
            "ref": self.env._("Commission, statements: %(number)s", number=len(statements)),
            "line_ids": [
                Command.create(
                    {
                        "name": self._get_label(statement),
                        "account_id": account.id,
                        "partner_id": statement.employee_id.work_contact_id.id,
                        side: statement.payable,
                        "tax_ids": [Command.clear()],
                    }
                )
                for statement in statements
                for side, account in (("debit", expense), ("credit", liability))
            ],
        }

    def _get_label(self, statement):
        return self.env._("Commission: %(statement)s", statement=statement.display_name)
