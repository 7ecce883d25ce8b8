"""The office of ``tests/common.py`` with invoices that customers owe.

On 1 June 2026 Maple Leaf Software owes, from Rob's (rep) invoices: 1,000 due on 1 April, 600 of 900 due on 11 May, and
500 due on 15 June; from Ray's (rep_south): 700 due on 1 May.
"""

from odoo.fields import Command

from ...commission.common import CommissionCommon

TODAY = "2026-06-01 02:00:00"


class ReceivableCommon(CommissionCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        members = cls.rep | cls.rep_south | cls.leader | cls.finance  # may write contacts, as most do
        cls.env.ref("base.group_partner_manager").user_ids |= members.user_id
        cls.customer.email = "pay@maple.example.com"
        cls.old = cls.owe(cls.rep, "2026-03-15", 1000, due="2026-04-01")
        cls.part_paid = cls.owe(cls.rep, "2026-04-11", 900, due="2026-05-11")
        cls.pay(cls.part_paid, "2026-04-20", 300)
        cls.not_due = cls.owe(cls.rep, "2026-05-15", 500, due="2026-06-15")
        cls.southern = cls.owe(cls.rep_south, "2026-04-01", 700, due="2026-05-01")

    @classmethod
    def owe(cls, employee, day, amount, due=None, customer=None, **values):
        """Post an invoice without taxes."""
        return cls.invoice(
            employee,
            day,
            invoice_date_due=due or day,
            invoice_payment_term_id=False,
            partner_id=(customer or cls.customer).id,
            invoice_line_ids=[Command.create({"name": "Rooms", "price_unit": amount, "tax_ids": []})],
            **values,
        )

    @classmethod
    def pay(cls, invoice, day, amount=None):
        wizard = cls.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids, allowed_company_ids=invoice.company_id.ids
        )
        return wizard.create({"payment_date": day, **({"amount": amount} if amount else {})})._create_payments()

    @classmethod
    def pay_unmatched(cls, amount, day="2026-05-20", customer=None):
        """Book money of the customer that nobody has matched yet."""
        payment = cls.env["account.payment"].create(
            {
                "partner_id": (customer or cls.customer).id,
                "partner_type": "customer",
                "payment_type": "inbound",
                "amount": amount,
                "date": day,
            }
        )
        payment.action_post()
        return payment

    def item(self, invoice, employee=None):
        """Return what is due of an invoice, as read by the employee."""
        self.env.flush_all()
        item = self.env["sales.office.receivable"].search([("move_id", "=", invoice.id)])
        self.assertTrue(item)
        return self.as_(employee, item) if employee else item

    def seen(self, employee, domain=()):
        """Return the invoices whose receivables the employee sees, as a set."""
        self.env.flush_all()
        found = self.as_(employee, self.env["sales.office.receivable"]).search([("kind", "=", "instalment"), *domain])
        return set(found.sudo().move_id.with_env(self.env))
