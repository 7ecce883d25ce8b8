"""Figures of March 2026 for Rob (rep), worked out by hand."""

from datetime import date

from freezegun import freeze_time

from odoo.fields import Command

from ...commission.common import CommissionCommon

MARCH = (date(2026, 3, 1), date(2026, 3, 31))
APRIL = (date(2026, 4, 1), date(2026, 4, 30))


class FiguresCommon(CommissionCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.figures_ = cls.env["sales.office.figures"]
        cls.product = cls.env["product.product"].create(
            {"name": "Room Night", "type": "service", "list_price": 100, "taxes_id": False}
        )
        cls.bank = cls.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", cls.company.id)], limit=1
        )

    def read(self, employee=None, period=MARCH):
        """Return the employee's figures of the period."""
        self.env.flush_all()
        employee = employee or self.rep
        return self.figures_._get_figures(employee, *period)[employee.id]

    def order(self, employee, moment, quantity=1, partner=None, **values):
        """Return a confirmed order of ``quantity`` nights at 100, ordered at that UTC time."""
        order = self.env["sale.order"].create(
            {
                "partner_id": (partner or self.customer).id,
                "user_id": employee.user_id.id,
                "company_id": employee.company_id.id,
                "order_line": [Command.create({"product_id": self.product.id, "product_uom_qty": quantity})],
                **values,
            }
        )
        order.action_confirm()
        order.date_order = moment
        return order

    def partner(self, name, **values):
        return self.env["res.partner"].create({"name": name, **values})

    def pay(self, invoice, day, amount=None, **values):
        """Register a payment on the invoice, as its button does."""
        wizard = self.env["account.payment.register"].with_context(active_model="account.move", active_ids=invoice.ids)
        values = {"payment_date": day, "journal_id": self.bank.id, **({"amount": amount} if amount else {}), **values}
        return wizard.create(values)._create_payments()


class TestOrderFigures(FiguresCommon):
    def test_orders_of_the_month(self):
        """R052: confirmed orders of one's own count, by the day where one works; quotations do not."""
        self.order(self.rep, "2026-02-28 15:59:59")  # 28 February 23:59 in Shanghai
        self.order(self.rep, "2026-02-28 16:00:00", 2)  # 1 March
        self.order(self.rep, "2026-03-31 15:59:59", 3)
        self.order(self.rep, "2026-03-31 16:00:00", 5)  # 1 April
        self.order(self.colleague, "2026-03-10 02:00:00", 7)
        self.order(self.rep, "2026-03-10 02:00:00", 11)._action_cancel()
        figures = self.read()
        self.assertEqual((figures["orders"], figures["orders_amount"]), (2, 500.0))
        self.assertEqual(self.read(period=APRIL)["orders_amount"], 500.0)
        self.assertEqual(self.read(self.leader)["orders"], 0)

    def test_days_are_those_of_the_office(self):
        """R052: an office in New York has its own month, wherever one of its people works."""
        self.rep.tz = "Europe/London"
        self.sales.sales_office_calendar_id = self.env["resource.calendar"].create(
            {"name": "New York", "tz": "America/New_York", "company_id": self.company.id}
        )
        self.order(self.rep, "2026-03-01 04:59:59")  # 28 February
        self.order(self.rep, "2026-03-01 05:00:00", 2)
        self.order(self.rep, "2026-04-01 03:59:59", 3)  # the clocks were changed in between
        self.order(self.rep, "2026-04-01 04:00:00", 5)
        self.order(self.colleague, "2026-03-01 04:59:59")
        self.order(self.colleague, "2026-04-01 03:59:59")
        figures = self.figures_._get_figures(self.rep | self.colleague, *MARCH)
        self.assertEqual(figures[self.rep.id]["orders_amount"], 500.0)
        self.assertEqual(figures[self.colleague.id]["orders_amount"], 100.0)

    def test_foreign_currency(self):
        """R052: an order in dollars counts in company currency at its own rate."""
        dollar = self.env.ref("base.USD")
        dollar.active = True
        self.env["res.currency.rate"].create(
            {"currency_id": dollar.id, "company_id": self.company.id, "name": "2026-01-01", "rate": 0.25}
        )
        pricelist = self.env["product.pricelist"].create({"name": "Dollars", "currency_id": dollar.id})
        order = self.order(self.rep, "2026-03-10 02:00:00", pricelist_id=pricelist.id)
        order.order_line.price_unit = 50
        self.assertEqual(order.currency_id, dollar)
        self.assertEqual(self.read()["orders_amount"], 200.0)

    def test_new_customers(self):
        """R052: a customer is new once, with the first invoice of their company, for who sold it."""
        group = self.partner("Silk Road", is_company=True)
        branch = self.partner("Silk Road, Ningbo", parent_id=group.id)
        self.invoice(self.rep, "2026-03-02", 1, partner_id=group.id)
        self.invoice(self.rep, "2026-03-03", 1, partner_id=branch.id)
        self.invoice(self.colleague, "2026-03-04", 1, partner_id=branch.id)
        known = self.partner("Known")
        self.invoice(self.colleague, "2026-01-10", 1, partner_id=known.id)
        self.invoice(self.rep, "2026-03-05", 1, partner_id=known.id)
        ordered = self.partner("Ordered before")
        self.order(self.colleague, "2026-01-10 02:00:00", partner=ordered)
        self.invoice(self.rep, "2026-03-06", 1, partner_id=ordered.id)
        self.assertEqual(self.read()["new_customers"], 2)
        self.assertEqual(self.read(self.colleague)["new_customers"], 0)
        self.assertEqual(self.read(period=APRIL)["new_customers"], 0)

    def test_other_company(self):
        """R052: somebody who works in two companies has each one's own figures."""
        self._load_chart_of_accounts(self.company_valley)
        self.rep.user_id.company_ids |= self.company_valley
        with freeze_time("2026-03-01 02:00:00"):  # who somebody was before stays as it was
            self.rep_valley.user_id = False
            self.rep_valley.user_id = self.rep.user_id
            self.env["sales.office.membership"].sudo()._bring_up_to_date()
        self.order(self.rep, "2026-03-10 02:00:00", 2)
        self.order(self.rep_valley, "2026-03-10 02:00:00", 3, partner=self.partner("Valley guest"))
        figures = self.figures_._get_figures(self.rep | self.rep_valley, *MARCH)
        self.assertEqual(figures[self.rep.id]["orders_amount"], 200.0)
        self.assertEqual(figures[self.rep_valley.id]["orders_amount"], 300.0)

    def test_nobody_and_without_user(self):
        """R052: an employee without a user has figures too: zeros."""
        self.assertEqual(self.figures_._get_figures(self.rep.browse(), *MARCH), {})
        self.colleague.user_id = False
        self.assertFalse(any(self.read(self.colleague).values()))


class TestMoneyFigures(FiguresCommon):
    def test_invoiced(self):
        """R052: posted invoices less credit notes by invoice date, untaxed; drafts do not count."""
        self.invoice(self.rep, "2026-03-10", 1000, 500)
        self.invoice(self.rep, "2026-04-01", 70)
        self.invoice(self.colleague, "2026-03-10", 9)
        self.refund(self.rep, "2026-03-20", 200)
        self.invoice(self.rep, "2026-03-21", 3000).button_draft()
        self.assertEqual(self.read()["invoiced_amount"], 1300.0)

    def test_bank_statement(self):
        """R052: money that comes in on the bank statement counts by its date."""
        invoice = self.invoice(self.rep, "2026-03-10", 1000, invoice_line_ids=self.lines(1000))
        self.bank_statement(invoice, "2026-04-02", 400)
        self.assertEqual(self.read()["collected_amount"], 0.0)
        self.assertEqual(self.read(period=APRIL)["collected_amount"], 400.0)

    def test_payments(self):
        """R052: reconciled payments count by the date of the reconciliation, money paid back less."""
        invoice = self.invoice(self.rep, "2026-03-10", 1000, invoice_line_ids=self.lines(1000))
        bounced = self.pay(invoice, "2026-03-19", 100)
        self.pay(invoice, "2026-03-20", 400)
        self.pay(invoice, "2026-04-02", 500)
        bounced.action_cancel()
        self.pay(invoice, "2026-04-03", 100)
        refund = self.refund(self.rep, "2026-03-25", 100, invoice_line_ids=self.lines(100))
        self.pay(refund, "2026-03-28")
        self.assertEqual(self.read()["collected_amount"], 300.0)
        self.assertEqual(self.read(period=APRIL)["collected_amount"], 600.0)
        self.assertEqual(self.read(self.colleague)["collected_amount"], 0.0)

    def test_write_off_is_no_money(self):
        """R052: of 1,000 settled with 950 and a discount, 950 were collected."""
        invoice = self.invoice(self.rep, "2026-03-10", 1000, invoice_line_ids=self.lines(1000))
        discount = self.env["account.account"].create({"name": "Discounts", "code": "DISC1", "account_type": "expense"})
        self.pay(
            invoice,
            "2026-03-20",
            950,
            payment_difference_handling="reconcile",
            writeoff_account_id=discount.id,
        )
        self.assertFalse(invoice.amount_residual)
        self.assertEqual(self.read()["collected_amount"], 950.0)

    def test_credit_note_and_misc_entry_are_no_money(self):
        """R052: an invoice settled by a credit note or a journal entry brought no money."""
        invoice = self.invoice(self.rep, "2026-03-10", 1000, invoice_line_ids=self.lines(1000))
        refund = self.refund(self.rep, "2026-03-12", 600, invoice_line_ids=self.lines(600))
        receivable = invoice.line_ids.filtered(lambda line: line.display_type == "payment_term")
        (receivable | refund.line_ids.filtered(lambda line: line.display_type == "payment_term")).reconcile()
        loss = self.env["account.account"].create({"name": "Bad debts", "code": "BAD1", "account_type": "expense"})
        entry = self.env["account.move"].create(
            {
                "date": "2026-03-15",
                "line_ids": [
                    Command.create({"account_id": loss.id, "debit": 400}),
                    Command.create(
                        {"account_id": receivable.account_id.id, "credit": 400, "partner_id": self.customer.id}
                    ),
                ],
            }
        )
        entry.action_post()
        (receivable | entry.line_ids.filtered(lambda line: line.account_id == receivable.account_id)).reconcile()
        self.assertFalse(invoice.amount_residual)
        self.assertEqual(self.read()["collected_amount"], 0.0)

    def test_one_payment_for_invoices_of_two_people(self):
        """R052: a payment of several invoices is divided among them."""
        mine = self.invoice(self.rep, "2026-03-10", 1000, invoice_line_ids=self.lines(300))
        other = self.invoice(self.colleague, "2026-03-10", 1000, invoice_line_ids=self.lines(100))
        self.pay(mine | other, "2026-03-20", group_payment=True)
        self.assertEqual(self.read()["collected_amount"], 300.0)
        self.assertEqual(self.read(self.colleague)["collected_amount"], 100.0)

    def lines(self, amount):
        """Return one untaxed invoice line, so that the sums are easy to see."""
        return [Command.create({"name": "Rooms", "price_unit": amount, "tax_ids": False})]

    def bank_statement(self, invoice, day, amount):
        """Enter the amount on the bank statement and match it with the invoice."""
        line = self.env["account.bank.statement.line"].create(
            {"journal_id": self.bank.id, "date": day, "amount": amount, "payment_ref": "Transfer"}
        )
        receivable = invoice.line_ids.filtered(lambda item: item.display_type == "payment_term")
        _liquidity, suspense, _other = line._seek_for_lines()
        suspense.write({"account_id": receivable.account_id.id, "partner_id": self.customer.id})
        (suspense | receivable).reconcile()


@freeze_time("2026-03-31 02:00:00")
class TestCustomerFigures(FiguresCommon):
    def lead(self, moment, **values):
        with freeze_time(moment):
            lead = self.env["crm.lead"].create(
                {"name": "Annual meeting", "type": "opportunity", "user_id": self.rep.user_id.id, **values}
            )
            self.env.cr.execute("UPDATE crm_lead SET create_date = %s WHERE id = %s", (moment, lead.id))
        return lead

    def test_leads(self):
        """R052: leads by creation, won and lost by the day they were closed."""
        self.lead("2026-02-28 15:59:59")
        self.lead("2026-02-28 16:00:00")
        won, lost = self.lead("2026-02-10 02:00:00"), self.lead("2026-03-10 02:00:00")
        self.lead("2026-03-10 02:00:00", user_id=self.colleague.user_id.id)
        with freeze_time("2026-03-20 02:00:00"):
            won.action_set_won()
            lost.action_set_lost()
        with freeze_time("2026-04-01 02:00:00"):
            self.lead("2026-02-10 02:00:00").action_set_won()
        figures = self.read()
        self.assertEqual((figures["new_leads"], figures["won"], figures["lost"]), (2, 1, 1))
        self.assertEqual(self.read(self.colleague)["new_leads"], 1)

    def event(self, moment, *guests, host=None, **values):
        host = (host or self.rep).user_id
        event = self.env["calendar.event"].with_context(no_mail_to_attendees=True)
        hour = moment[:14] + "30:00"
        return event.create(
            {
                "name": "Coffee",
                "start": moment,
                "stop": hour,
                "user_id": host.id,
                "partner_ids": [Command.set([host.partner_id.id, *(guest.id for guest in guests)])],
                **values,
            }
        )

    def test_visits(self):
        """R052: meetings with somebody from outside that took place."""
        guest = self.partner("Mr Wang")
        self.event("2026-03-10 02:00:00", guest, self.partner("Mrs Zhao"))
        self.event("2026-03-11 02:00:00", self.colleague.user_id.partner_id)  # among colleagues
        self.event("2026-03-12 02:00:00", guest).attendee_ids.filtered(
            lambda attendee: attendee.partner_id == self.rep.user_id.partner_id
        ).do_decline()
        self.event("2026-04-01 02:00:00", guest)
        self.event("2026-03-31 03:00:00", guest)  # has not begun yet
        self.event("2026-03-13 02:00:00", guest).active = False
        self.event("2026-03-14 02:00:00", guest, host=self.colleague)
        self.event("2026-03-15 02:00:00", self.company.partner_id)
        self.assertEqual(self.read()["visits"], 1)

    def test_whole_day_visit(self):
        """R052: a visit of a whole day counts on its day."""
        guest = self.partner("Mr Wang")
        values = {"allday": True, "start_date": "2026-03-01", "stop_date": "2026-03-01"}
        self.event("2026-03-01 00:00:00", guest, **values)
        self.assertEqual(self.read()["visits"], 1)
        self.assertEqual(self.read(period=(date(2026, 2, 1), date(2026, 2, 28)))["visits"], 0)

    def test_days_late(self):
        """R052: days begun late count; the status has taken off the minutes overlooked. Excused ones do not."""
        for day, minutes, excused in (("03", 6, False), ("05", 40, True), ("06", 0, False)):
            self.env["sales.office.day"].create(
                {
                    "employee_id": self.rep.id,
                    "date": f"2026-03-{day}",
                    "late_minutes": minutes,
                    "excused": excused,
                }
            )
        self.assertEqual(self.read()["days_late"], 1)
        self.assertEqual(self.read(self.colleague)["days_late"], 0)

    def test_closed_violations(self):
        """R052: cases of the period's days that are closed; open and dismissed ones are nobody's figure."""
        self.fine(self.rep, "2026-03-10", 20)
        self.fine(self.rep, "2026-02-28", 20)
        self.fine(self.rep, "2026-03-11", 20).state = "dismissed"
        self.assertEqual(self.read()["violations"], 1)


class TestFiguresSize(FiguresCommon):
    def test_constant_queries(self):
        """R052: the figures of many cost as many queries as those of one."""
        for employee in (self.rep, self.colleague):
            self.invoice(employee, "2026-03-10", 100)
            self.order(employee, "2026-03-10 02:00:00")
            self.fine(employee, "2026-03-10", 5)
        everybody = self.env["hr.employee"].search([("company_id", "=", self.company.id)])
        counts = []
        for employees in (self.rep, everybody):
            self.env.flush_all()
            self.env.invalidate_all()
            begin = self.env.cr.sql_log_count
            self.figures_._get_figures(employees, *MARCH)
            counts.append(self.env.cr.sql_log_count - begin)
        self.assertLessEqual(counts[1], counts[0])
        self.assertLess(counts[0], 25)
