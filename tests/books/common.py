"""The office of ``tests/commission`` and questions to the books: one month, one person, any metric."""

from odoo.fields import Command

from odoo.addons.sales_office_policy.models.books.scope import Conditions

from ..commission.books import BooksCommon
from ..commission.common import MARCH

FEBRUARY = (MARCH[0].replace(month=2), MARCH[0].replace(month=2, day=28))
JANUARY = (MARCH[0].replace(month=1), MARCH[1].replace(month=1))


class BooksQuestions(BooksCommon):
    def value(self, metric, month=MARCH, who=None, **conditions):
        """Return what the books say about a person (Rob) or a department in a month."""
        who = who or self.rep
        employee = who if who._name == "hr.employee" else self.env["hr.employee"]
        department = who if who._name == "hr.department" else self.env["hr.department"]
        question = (employee, department, *month)
        books = self.env["sales.office.books"]
        return float(books._get_values(self.company, metric, [question], Conditions(**conditions))[0])

    def order_of(self, employee, day, *lines, **values):
        """Confirm an order; lines are ``(product, quantity, price)`` or dicts of values."""
        commands = [Command.create(line if isinstance(line, dict) else self.order_line(*line)) for line in lines]
        order = self.env["sale.order"].create(
            {"partner_id": self.customer.id, "user_id": employee.user_id.id, "order_line": commands, **values}
        )
        order.action_confirm()
        order.date_order = day
        return order

    def order_line(self, product, quantity, price):
        return {"product_id": product.id, "product_uom_qty": quantity, "price_unit": price, "tax_ids": []}

    def bill_together(self, orders, day, **values):
        """Post one invoice of several orders."""
        invoice = orders._create_invoices()
        self.assertEqual(len(invoice), 1)
        invoice.write({"invoice_date": day, **values})
        invoice.action_post()
        return invoice

    def sell(self, employee, day, *lines, move_type="out_invoice", **values):
        """Post an invoice without an order; lines are ``(product, quantity, price)``."""
        commands = [
            Command.create({"product_id": product.id, "quantity": quantity, "price_unit": price, "tax_ids": []})
            for product, quantity, price in lines
        ]
        return self.invoice(employee, day, move_type=move_type, invoice_line_ids=commands, **values)

    def down_payment(self, order, day, amount):
        """Post a down-payment invoice of a fixed amount."""
        wizard = self.env["sale.advance.payment.inv"].create(
            {"sale_order_ids": order.ids, "advance_payment_method": "fixed", "fixed_amount": amount}
        )
        invoice = wizard._create_invoices(order)
        invoice.invoice_date = day
        invoice.action_post()
        return invoice

    def final_bill(self, order, day):
        invoice = order._create_invoices(final=True)
        invoice.invoice_date = day
        invoice.action_post()
        return invoice

    def entry(self, day, *lines, **values):
        """Post a journal entry; lines are ``(account, debit, credit)``. Returns its lines in that order."""
        entry = self.env["account.move"].create(
            {
                "date": day,
                "line_ids": [
                    Command.create(
                        {
                            "account_id": account.id,
                            "debit": debit,
                            "credit": credit,
                            "partner_id": self.customer.id,
                            "name": "/",
                        }
                    )
                    for account, debit, credit in lines
                ],
                **values,
            }
        )
        entry.action_post()
        return entry.line_ids

    def new_account(self, code, name, account_type, reconcile=True):
        return self.env["account.account"].create(
            {"code": code, "name": name, "account_type": account_type, "reconcile": reconcile}
        )

    @property
    def receivable(self):
        return self.customer.with_company(self.company).property_account_receivable_id

    @property
    def bank(self):
        domain = [("type", "=", "bank"), ("company_id", "=", self.company.id)]
        return self.env["account.journal"].search(domain, limit=1).default_account_id

    def receivable_lines(self, *moves):
        lines = self.env["account.move.line"].union(*(move.line_ids for move in moves))
        return lines.filtered(lambda line: line.account_id.account_type == "asset_receivable" and not line.reconciled)

    def reverse(self, invoice, day):
        """Credit an invoice in full, the way the button does."""
        wizard = (
            self.env["account.move.reversal"]
            .with_context(active_model="account.move", active_ids=invoice.ids)
            .create({"date": day, "journal_id": invoice.journal_id.id})
        )
        wizard.reverse_moves()
        note = wizard.new_move_ids
        note.invoice_date = day
        if note.state == "draft":
            note.action_post()
        return note
