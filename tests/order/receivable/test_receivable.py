from freezegun import freeze_time
from lxml import etree

from odoo.exceptions import AccessError
from odoo.fields import Command

from .common import TODAY, ReceivableCommon


@freeze_time(TODAY)
class TestReceivable(ReceivableCommon):
    def test_what_is_due_by_age(self):
        """R119: each open instalment with what is left of it, in days and by age."""
        rows = {invoice: self.item(invoice) for invoice in (self.old, self.part_paid, self.not_due, self.southern)}
        self.assertEqual(
            [(row.residual, row.days_overdue, row.age) for row in rows.values()],
            [
                (1000, 61, "d_61_90"),
                (600, 21, "b_1_30"),
                (500, -14, "a_not_due"),
                (700, 31, "c_31_60"),
            ],
        )
        self.assertEqual(rows[self.part_paid].amount, 900)
        self.assertEqual(rows[self.part_paid].settled, 300)

    def test_by_instalment(self):
        """R119: an invoice with a payment term has a row for each instalment, due on its own day."""
        term = self.env["account.payment.term"].create(
            {
                "name": "Half now, half in 30 days",
                "line_ids": [
                    Command.create({"value": "percent", "value_amount": 50, "nb_days": days}) for days in (0, 30)
                ],
            }
        )
        invoice = self.invoice(
            self.rep,
            "2026-05-20",
            invoice_payment_term_id=term.id,
            invoice_line_ids=[Command.create({"name": "Hall", "price_unit": 800, "tax_ids": []})],
        )
        rows = self.item(invoice)
        self.assertEqual(
            [(str(row.date_due), row.residual, row.days_overdue) for row in rows.sorted("date_due")],
            [("2026-05-20", 400, 12), ("2026-06-19", 400, -18)],
        )
        self.pay(invoice, "2026-05-30", 400)
        self.assertEqual([str(row.date_due) for row in self.item(invoice)], ["2026-06-19"])

    def test_another_currency(self):
        """R119: aged in the company's currency, with the original beside it."""
        dollar = self.env.ref("base.USD")
        dollar.active = True
        self.env["res.currency.rate"].create(
            {"name": "2026-01-01", "currency_id": dollar.id, "inverse_company_rate": 7, "company_id": self.company.id}
        )
        row = self.item(self.owe(self.rep, "2026-05-01", 100, currency_id=dollar.id))
        self.assertEqual((row.residual, row.residual_currency, row.currency_id), (700, 100, dollar))

    def test_paid_is_gone_and_comes_back(self):
        """R119: what is paid is no row any more; a payment that bounces brings it back."""
        payment = self.pay(self.old, "2026-05-30")
        self.assertNotIn(self.old, self.seen(self.rep))
        payment.action_draft()
        payment.action_cancel()
        self.assertIn(self.old, self.seen(self.rep))

    def test_drafts_and_cancelled_invoices_are_not_due(self):
        """R119: nothing is due of an invoice that is not posted."""
        self.old.button_draft()
        self.assertNotIn(self.old, self.seen(self.rep))

    def test_money_not_matched_stands_beside(self):
        """R119: so nobody chases a customer who paid: money and credit notes that are matched with nothing."""
        self.pay_unmatched(250)
        self.owe(self.rep, "2026-05-25", 50, move_type="out_refund")
        self.assertEqual(self.item(self.old, self.rep).unmatched, 300)
        rows = self.as_(self.finance, self.env["sales.office.receivable"]).search(
            [("partner_id", "=", self.customer.id), ("kind", "!=", "instalment")]
        )
        self.assertEqual(
            sorted((row.kind, row.residual, row.age) for row in rows),
            [
                ("credit", -50, "f_unmatched"),
                ("payment", -250, "f_unmatched"),
            ],
        )

    def test_a_customers_rows_add_up(self):
        """R119: grouped by customer, what they owe less what they paid is one figure, the same as Odoo's."""
        self.pay_unmatched(250)
        self.env.flush_all()
        groups = self.as_(self.finance, self.env["sales.office.receivable"]).formatted_read_group(
            [("partner_id", "=", self.customer.id)], ["partner_id"], ["residual:sum"]
        )
        self.assertEqual(groups[0]["residual:sum"], 2800 - 250)
        self.assertEqual(groups[0]["residual:sum"], self.customer.credit)

    def test_nothing_where_the_room_is_off(self):
        """R119: a company that has not switched the room on has no receivables here."""
        self.company.sales_office_room_ids -= self.env.ref("sales_office_policy.room_order")
        self.assertEqual(self.seen(self.director), set())

    def test_the_number_of_queries_does_not_grow(self):
        """R119: a page of the list costs the same for 3 rows and for 20."""
        names = ["display_name", "residual", "unmatched", "status", "may_collect", "user_id", "partner_id"]
        items = self.as_(self.leader, self.env["sales.office.receivable"])
        items.search_read([], names)
        counts = []
        for _round in range(2):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            items.search_read([("user_id", "=", self.rep.user_id.id)], names)
            counts.append(self.env.cr.sql_log_count - before)
            for number in range(17):
                self.owe(self.rep, "2026-05-01", 10 + number)
        self.assertEqual(counts[0], counts[1])


@freeze_time(TODAY)
class TestWhoReads(ReceivableCommon):
    def test_who_sees_what(self):
        """R119 R135: a rep sees their own, a leader their team's, those above and finance all, others nothing."""
        mine = {self.old, self.part_paid, self.not_due}
        everything = mine | {self.southern}
        expected = {
            self.rep: mine,
            self.colleague: set(),
            self.leader: mine,
            self.leader_south: {self.southern},
            self.manager: everything,
            self.director: everything,
            self.finance: everything,
            self.clerk: set(),
            self.relations: set(),
            self.policy_admin: set(),
            self.director_valley: set(),
        }
        for employee, invoices in expected.items():
            with self.subTest(employee.name):
                self.assertEqual(self.seen(employee), invoices)

    def test_another_teams_by_grouping(self):
        """R119 R135: neither grouping nor counting nor a filter tells a leader what another team's customers owe."""
        items = self.as_(self.leader_south, self.env["sales.office.receivable"])
        groups = items.formatted_read_group([], ["partner_id", "user_id"], ["residual:sum", "__count"])
        self.assertEqual([(group["residual:sum"], group["__count"]) for group in groups], [(700, 1)])
        self.assertEqual(items.search_count([("residual", ">", 900)]), 0)

    def test_by_age(self):
        """R119 R135: by age and who collects, as the chart asks: a rep's own, a leader's team, all of a manager's."""
        view = self.env.ref("sales_office_policy.sales_office_receivable_view_graph")
        shown = [field.get("name") for field in etree.fromstring(view.arch)]
        self.assertEqual(shown, ["age", "user_id", "residual"])
        mine = [("a_not_due", "Rob", 500), ("b_1_30", "Rob", 600), ("d_61_90", "Rob", 1000)]
        southern = [("c_31_60", "Ray", 700)]
        expected = {self.rep: mine, self.leader: mine, self.leader_south: southern, self.manager: mine + southern}
        for employee, sums in expected.items():
            items = self.as_(employee, self.env["sales.office.receivable"])
            groups = items.formatted_read_group([], ["age", "user_id"], ["residual:sum"])
            found = [(group["age"], group["user_id"][1], group["residual:sum"]) for group in groups]
            with self.subTest(employee.name):
                self.assertEqual(sorted(found), sorted(sums))

    def test_another_teams_by_export(self):
        """R119 R135: what may not be read is not exported, even by somebody who knows its number."""
        self.env.ref("base.group_allow_export").user_ids |= self.leader_south.user_id
        with self.assertRaises(AccessError):
            self.item(self.old, self.leader_south).export_data(["partner_id/name", "residual"])

    def test_an_outsider_has_no_list(self):
        """R135: whoever is in no sales office has no access at all."""
        with self.assertRaises(AccessError):
            self.as_(self.outsider, self.env["sales.office.receivable"]).search([])

    def test_taking_a_customer_shows_nothing(self):
        """R119: a rep who writes themselves into a contact does not see what that customer owes."""
        self.as_(self.rep_south, self.customer).user_id = self.rep_south.user_id
        self.assertEqual(self.seen(self.rep_south), {self.southern})

    def test_the_rep_opens_the_invoice(self):
        """R119: who collects opens the invoice from the list."""
        action = self.item(self.old, self.rep).action_open_invoice()
        invoice = self.as_(self.rep, self.env[action["res_model"]]).browse(action["res_id"])
        self.assertEqual(invoice.name, self.old.name)
