"""The office of ``common.py`` with a plan of one rule on the class's basis, orders, payments and exchange rates."""

from odoo.fields import Command

from .common import CommissionCommon


class BooksCommon(CommissionCommon):
    basis = "invoiced"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.special = cls._plan_with_rule(basis=cls.basis, rate=10)
        cls.room = cls.product("Room")

    @classmethod
    def product(cls, name, **values):
        return cls.env["product.product"].create(
            {"name": name, "type": "service", "invoice_policy": "order", "taxes_id": [], **values}
        )

    @classmethod
    def invoice(cls, employee, day, *amounts, tax=0, **values):
        """Post an invoice, without taxes or with ``tax`` percent on top."""
        taxes = cls.tax(tax) if tax else cls.env["account.tax"]
        if amounts:
            values["invoice_line_ids"] = [
                Command.create({"name": "Rooms", "price_unit": amount, "tax_ids": [Command.set(taxes.ids)]})
                for amount in amounts
            ]
        return super().invoice(employee, day, **values)

    @classmethod
    def tax(cls, percent):
        return cls.env["account.tax"].create(
            {"name": f"VAT {percent} {cls.env['account.tax'].search_count([])}", "amount": percent}
        )

    def base(self, month, employee=None, plan=None):
        """Return what the books now say about a month, without a look at statements."""
        plan = plan or self.special
        earned = self.env["sales.office.settlement"]._get_earned(plan.rule_ids, *month)
        return float(earned[plan.rule_ids, employee or self.rep, month[0]].base)

    def pay(self, invoice, day, amount=None, **values):
        """Register a payment and return it."""
        wizard = (
            self.env["account.payment.register"]
            .with_context(
                active_model="account.move", active_ids=invoice.ids, allowed_company_ids=invoice.company_id.ids
            )
            .create({"payment_date": day, **({"amount": amount} if amount else {}), **values})
        )
        payment = wizard._create_payments()
        assert payment.move_id, "the payment is in the books"
        return payment

    def reconcile(self, *moves):
        lines = self.env["account.move.line"].union(*(move.line_ids for move in moves))
        lines.filtered(lambda line: line.account_id.account_type == "asset_receivable").reconcile()

    def write_off(self, invoice, day, amount):
        """Book what will never be paid against the invoice."""
        receivable = invoice.line_ids.filtered(lambda line: line.display_type == "payment_term").account_id
        entry = self.env["account.move"].create(
            {
                "date": day,
                "line_ids": [
                    Command.create(
                        {"account_id": receivable.id, "credit": amount, "partner_id": invoice.partner_id.id}
                    ),
                    Command.create({"account_id": self.account("expense"), "debit": amount}),
                ],
            }
        )
        entry.action_post()
        self.reconcile(invoice, entry)

    def account(self, kind):
        domain = [("account_type", "=", kind), ("company_ids", "in", self.company.ids)]
        return self.env["account.account"].search(domain, limit=1).id

    def rates(self, *rates):
        """Set what a dollar costs from which day on."""
        dollar = self.env.ref("base.USD")
        dollar.active = True
        self.env["res.currency.rate"].create(
            [
                {"name": day, "currency_id": dollar.id, "inverse_company_rate": rate, "company_id": self.company.id}
                for day, rate in rates
            ]
        )

    def order(self, employee, day, *lines, product=None, confirm=True, **values):
        """Confirm an order of that day; lines are ``(price, quantity, discount)``."""
        order = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "user_id": employee.user_id.id,
                "date_order": day,
                "order_line": [
                    Command.create(
                        {
                            "product_id": (product or self.room).id,
                            "price_unit": price,
                            "product_uom_qty": quantity,
                            "discount": discount,
                            "tax_ids": [],
                        }
                    )
                    for price, quantity, discount in lines
                ],
                **values,
            }
        )
        if confirm:
            order.action_confirm()
            order.date_order = day
        return order

    def bill(self, order, day):
        """Post the invoice of an order."""
        invoice = order._create_invoices()
        invoice.invoice_date = day
        invoice.action_post()
        return invoice
