"""One metric, one number: whoever asks for it about the same people and days hears the same, to the cent."""

import re
import unittest
from pathlib import Path

from freezegun import freeze_time

from odoo.fields import Command

from odoo.addons.sales_office_policy.models.books.metrics import METRICS
from odoo.addons.sales_office_policy.models.meeting.figures.figures import BOOK_FIGURES

from ..commission.common import MARCH
from ..common import SalesOfficeCommon
from .common import BooksQuestions

ADDON = Path(__file__).resolve().parents[2] / "sales_office_policy"
MODELS = r"(?:account\.(?:move|payment|partial\.reconcile|bank\.statement|full\.reconcile)|sale\.order)(?:\.line)?"
#: records of what was sold and paid, to be searched
RECORDS = re.compile(rf"env\[[\"']({MODELS})[\"']\]")
KNOWN_RECORDS = {
    ("models/commission/untaken/found.py", "account.move"): "names the documents the books have found",
    ("models/commission/statement/payout.py", "account.move"): "makes the vendor bill or entry that pays a statement",
    ("models/commission/plan/rule_filters.py", "sale.order"): "whether a price nobody approved was invoiced",
    ("models/commission/estimate/crm_lead.py", "sale.order"): "finds the quotation that says a deal's worth",
    ("models/customer/complaint/satisfaction.py", "sale.order.line"): "whose customers are asked what they think",
    ("models/customer/complaint/rating.py", "account.move"): "finds the credit note of a number",
    ("models/order/receivable/uninvoiced.py", "sale.order"): "whether somebody sells at all, never how much",
    ("models/organization/hierarchy/sale_order_line.py", "sale.order"): "by whom a line was sold, never how much",
    ("models/order/price/counted.py", "sale.order"): "whether what comes back was sold, and for how much",
    ("models/order/price/counted.py", "sale.order.line"): "whether what comes back was sold, and for how much",
    ("models/order/receivable/credited_order.py", "account.move"): "whether who sold it says that it is disputed",
    ("models/order/check.py", "sale.order"): "finds the orders whose price nobody approved",
    ("models/order/delivery/promise.py", "sale.order.line"): "whether all of an order was delivered",
    ("models/customer/pool/pooled_lead.py", "sale.order"): "what is offered or ordered keeps a lead out of the pool",
    ("models/customer/pool/pooled_lead.py", "account.move"): "and so does what is not paid",
    ("models/customer/pool/pooled_partner.py", "sale.order"): "whose customers a salesperson knows anyway",
    ("models/customer/file/return_visit.py", "sale.order.line"): "when something was delivered to a customer last",
    ("controllers/quotation_page.py", "sale.order"): "names the quotation that the customer waits for",
    **{
        (f"models/order/{name}.py", "sale.order"): "the quotation that somebody opens a door of"
        for name in ("ir_actions_report", "offered_link", "sale_order_line")
    },
}
#: their amounts and days
AMOUNTS = re.compile(
    r"\b(price_subtotal|price_total|purchase_price|amount_(?:untaxed|total|residual|currency|invoiced|to_invoice)\w*"
    r"|invoice_date\w*|date_order|qty_invoiced|invoice_line_ids|invoice_user_id|payment_state)\b"
)
KNOWN_AMOUNTS = {
    ("models/order/receivable/receivable.py", "invoice_user_id"): "whether anything is open for somebody to collect",
    ("models/order/crm_lead.py", "date_order"): "when the order of a won deal was entered",
    ("models/order/contract/contracted_order.py", "amount_total"): "what a contract is made for",
    ("models/order/contract/contracted_order.py", "price_total"): "what the contract lists as sold",
    **{
        ("models/order/contract/performance.py", name): "what is left of one contract, with taxes, in its currency"
        for name in ("amount_total", "amount_residual", "date_order", "invoice_date", "price_total")
    },
    ("models/commission/statement/payout.py", "invoice_date"): "the vendor bill that pays a statement",
    ("models/commission/statement/payout.py", "invoice_line_ids"): "the vendor bill that pays a statement",
    ("models/commission/payout/account_move.py", "amount_total"): "whether that bill was reversed as a whole",
    ("models/commission/payout/account_move.py", "invoice_line_ids"): "of which orders an invoice shows the shares",
    ("models/commission/credit/last_owner.py", "date_order"): "whether an order came soon after its lead was pooled",
    ("models/commission/statement/payout.py", "payment_state"): "whether that bill was paid",
    (
        "models/organization/hierarchy/account_move.py",
        "invoice_user_id",
    ): "which invoices a leader sees",
    ("models/customer/competitor/contested_lead.py", "amount_untaxed"): "our price, beside that of who got the deal",
    ("models/order/check.py", "date_order"): "the day on which a price was given away",
    ("models/order/sale_order.py", "date_order"): "which is written by nobody who sells",
    ("models/customer/pool/pooled_lead.py", "payment_state"): "what is not paid keeps a lead out of the pool",
    ("models/order/price/price_approval.py", "amount_untaxed"): "how much a price is asked for",
    ("models/order/price/price_book.py", "amount_total"): "shares of instalments in money",
    ("models/order/price/price_list.py", "date_order"): "of which day the lists are asked",
    ("models/order/price/counted.py", "price_subtotal"): "for how much what comes back was sold",
    ("models/order/price/comparison.py", "price_subtotal"): "what a quotation says now, beside what was approved",
    ("models/order/price/price_book.py", "price_subtotal"): "what a quotation asks for, beside what the list does",
    ("models/order/price/priced_order.py", "date_order"): "when the price is judged anew",
    ("models/order/price/priced_order.py", "price_subtotal"): "when the price is judged anew",
    ("models/order/sale_order_line.py", "purchase_price"): "who reads it",
    ("models/order/account_move.py", "invoice_user_id"): "who collects an invoice",
    ("models/order/receivable/credited_order.py", "invoice_user_id"): "whether who sold it says that it is disputed",
    ("models/order/receivable/credited_order.py", "amount_total"): "how much credit an order asks for",
    ("models/order/receivable/credit_hold.py", "amount_total"): "whether an order is within what was released",
    (
        "models/order/receivable/receivable_step.py",
        "invoice_user_id",
    ): "whose the steps about an invoice are",
}
#: fields that show a metric, by names that mean something else elsewhere
SHOWN = {
    ("sales.office.target", "achieved_value"),
    ("sales.office.target", "achieved_snapshot"),
    ("sales.office.target", "forecast_value"),
    ("sales.office.statement.line", "base_amount"),
    ("sales.office.statement.line", "quantity"),
    ("sales.office.contest.participant", "value"),
    ("sales.office.contest.participant", "current_value"),
}
#: what was sold and paid, asked by SQL
STRAY = re.compile(r"\b(?:FROM|JOIN)\s+(account_move|account_partial|account_payment|sale_order)", re.IGNORECASE)
KNOWN_SQL = {
    (
        "models/customer/file/return_visit.py",
        "sale_order",
    ): "when something was delivered to a customer, never how much",
    ("models/customer/contact/sources.py", "sale_order"): "that a quotation was sent, never over how much",
    (
        "models/order/delivery/promised_line.py",
        "sale_order",
    ): "whether all of an order was delivered, never over how much",
    ("models/order/price/counted.py", "sale_order"): "whether what comes back was sold, and for how much",
    ("models/order/receivable/credited_order.py", "account_move"): "whether who sold it says that it is disputed",
    ("models/order/receivable/receivable.py", "account_move"): "whether anything is open for somebody to collect",
    ("models/order/receivable/uninvoiced.py", "sale_order"): "whether somebody sells at all, never how much",
    ("models/organization/hierarchy/sale_order_line.py", "sale_order"): "by whom a line was sold, never how much",
}


@freeze_time("2026-06-03 02:00:00")
class TestOneNumber(BooksQuestions):
    def setUp(self):
        """Sell in every way that has made numbers disagree: shared, of two people, prepaid, credited, in dozens."""
        super().setUp()
        self.room.standard_price = 60
        shared = self.order_of(self.rep, "2026-03-02 02:00:00", (self.room, 10, 100))
        shared.action_split_credit({self.rep.id: 60, self.colleague.id: 40})
        self.pay(self.bill(shared, "2026-03-10"), "2026-03-05", 400)
        rob, ann = (
            self.order(self.rep, "2026-03-03", (1000, 1, 0)),
            self.order(self.colleague, "2026-03-03", (333.33, 1, 0)),
        )
        self.bill_together(rob | ann, "2026-03-31")
        prepaid = self.order_of(self.rep, "2026-02-27 17:00:00", (self.room, 5, 120))
        self.pay(self.down_payment(prepaid, "2026-03-12", 150), "2026-03-20")
        self.final_bill(prepaid, "2026-03-20")
        dozens = {"product_id": self.room.id, "quantity": 2, "price_unit": 1100, "tax_ids": []}
        dozens["product_uom_id"] = self.env.ref("uom.product_uom_dozen").id
        invoice = self.invoice(self.rep, "2026-03-15", invoice_line_ids=[Command.create(dozens)])
        self.sell(self.rep, "2026-03-28", (self.room, 3, 91.67), move_type="out_refund", reversed_entry_id=invoice.id)
        self.sell(self.rep, "2026-03-29", (self.room, 4, 5), move_type="out_refund")

    def _ask_rule(self, metric):
        months = self.company.sales_office_new_customer_months
        if metric == "quantity":
            return self._base_of(basis="invoiced", rate_type="per_unit")
        if metric == "invoiced_new":
            return self._base_of(basis="invoiced", new_customer_months=months)
        if metric == "invoiced_existing":
            return self._base_of(basis="invoiced") - self._ask_rule("invoiced_new")
        return self._base_of(basis=metric)

    def _base_of(self, **values):
        plan = self._plan_with_rule(rate=10, **values)
        line = self.settle(MARCH, self.rep, plan).line_ids
        return line.quantity if values.get("rate_type") == "per_unit" else line.base_amount

    def _ask_target(self, metric):
        plan = self.env["sales.office.plan"].create({"year": 2026, "department_id": self.sales.id})
        values = {"plan_id": plan.id, "period_type": "month", "date_from": MARCH[0], "target_value": 1}
        return (
            self.env["sales.office.target"]
            .create({**values, "metric": metric, "employee_id": self.rep.id})
            .achieved_value
        )

    def _ask_contest(self, metric):
        contest = self.env["sales.office.contest"].create(
            {
                "name": "March",
                "department_id": self.north.id,
                "metric": metric,
                "date_from": MARCH[0],
                "date_to": MARCH[1],
                "prize_ids": [Command.create({"place": 1, "amount": 1})],
            }
        )
        with freeze_time("2026-03-02 02:00:00"):
            self.as_(self.manager, contest).action_start()
        mine = contest.sudo()._get_participants().filtered(lambda p: p.employee_id == self.rep)
        return contest.sudo()._get_values(mine)[mine]

    def _ask_report(self, metric):
        figure = {"ordered": "orders_amount", "invoiced": "invoiced_amount", "collected": "collected_amount"}.get(
            metric
        )
        figures = self.env["sales.office.figures"]._get_figures(self.rep, *MARCH)[self.rep.id]
        return figures[figure or metric]

    def _ask_chart(self, metric):
        """Return what charts of targets show after a night."""
        plan = self.env["sales.office.plan"].create({"year": 2026, "department_id": self.sales.id})
        values = {"plan_id": plan.id, "period_type": "month", "date_from": MARCH[0], "target_value": 1}
        target = self.env["sales.office.target"].create({**values, "metric": metric, "employee_id": self.rep.id})
        target._refresh()
        groups = target._read_group([("id", "=", target.id)], ["metric"], ["achieved_snapshot:sum"])
        return groups[0][1]

    def test_statement_target_contest_and_report_agree(self):
        """R072 R103 R126 R134: for every metric all who ask about Rob's March hear what the books say."""
        reported = {"ordered", "invoiced", "collected", "new_customers"}
        for metric, _label in METRICS:
            with self.subTest(metric=metric):
                asked = {
                    "target": self._ask_target(metric),
                    "chart": self._ask_chart(metric),
                    "contest": self._ask_contest(metric),
                }
                if metric != "new_customers":
                    asked["statement"] = self._ask_rule(metric)
                if metric in reported:
                    asked["report"] = self._ask_report(metric)
                said = {who: round(value, 2) for who, value in asked.items()}
                self.assertEqual(said, dict.fromkeys(said, round(self.value(metric), 2)))

    def test_the_month_is_not_empty(self):
        """R134: what the metrics say was worked out by hand.

        Invoiced: 600 of 1,000 + 1,000 + (150 + 450) + 2 x 1,100 - 275.01 - 20 = 4,104.99. Quantity: 6 + 5 + 24 - 3 and
        1 of 1,000: 33. Collected: 60 % of 400 and the 150 down: 390.
        """
        self.assertAlmostEqual(self.value("invoiced"), 4104.99)
        self.assertEqual(self.value("quantity"), 33)
        self.assertEqual(self.value("collected"), 390)
        self.assertEqual(self.value("new_customers"), 0.6)


class TestHelp(SalesOfficeCommon):
    def test_every_metric_is_explained(self):
        """R134: whatever field lets choose a metric, or shows one, says in its help where they are explained."""
        metrics = {key for key, _label in METRICS}
        silent = [
            str(field)
            for name, model in self.env.items()
            if name.startswith("sales.office.")
            for field in model._fields.values()
            if (
                len(metrics.intersection(field.get_values(self.env) if field.type == "selection" else ())) > 1
                or (field.name in BOOK_FIGURES and field.type in ("float", "monetary"))
                or (name, field.name) in SHOWN
            )
            and "docs/metrics.md" not in (field.help or "")
        ]
        self.assertEqual(silent, [])
        for name, field in SHOWN:
            self.assertIn(field, self.env[name])


class TestNoStrayQuestion(unittest.TestCase):
    def _walk(self, pattern):
        """Yield ``(file, line number, what was found)`` in the sources outside of ``books`` and the demo office."""
        for path in sorted(ADDON.rglob("*.py")):
            parts = path.relative_to(ADDON).parts
            if not {"books", "migrations", "demo"} & set(parts):
                for number, line in enumerate(path.read_text().splitlines(), 1):
                    for found in pattern.finditer(line):
                        yield "/".join(parts), number, found.group(1)

    def test_no_sql(self):
        """R134: SQL over orders, invoices or payments stands in the room ``books``, but for reasons known here."""
        found = {(path, table.lower()) for path, _number, table in self._walk(STRAY)}
        self.assertEqual(found, set(KNOWN_SQL))

    def test_no_search(self):
        """R134: nor is any of them searched or read in groups elsewhere, but for reasons known here."""
        found = {(path, model) for path, _number, model in self._walk(RECORDS)}
        self.assertEqual(found, set(KNOWN_RECORDS))

    def test_no_amounts(self):
        """R134: nor are their amounts and dates read, or asked for in a domain, but for reasons known here."""
        found = {(path, name) for path, _number, name in self._walk(AMOUNTS)}
        self.assertEqual(found, set(KNOWN_AMOUNTS))
