from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools.misc import format_date


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
                    names=", ".join(without.mapped("name")),
                )
            )

    def _check_drafts(self, statements):
        drafts = statements.payout_move_ids.filtered(lambda move: move.state == "draft")
        if drafts:
            raise UserError(
                self.env._(
                    "Post, cancel or delete the documents that were reset to draft first: %(documents)s.",
                    documents=", ".join(drafts.mapped("display_name")),
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
            "ref": ", ".join(statements.mapped("display_name")),
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
            "ref": self.env._("Commission, %(number)s statements", number=len(statements)),
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
