"""One metric, one number: whoever asks for it about the same people and days hears the same, to the cent."""

import re
from pathlib import Path

from freezegun import freeze_time

from odoo.fields import Command

from odoo.addons.sales_office_policy.models.books.metrics import METRICS

from ..commission.common import MARCH
from .common import BooksQuestions

ADDON = Path(__file__).resolve().parents[2] / "sales_office_policy"
#: what was sold and paid, asked by SQL
STRAY = re.compile(r"\b(FROM|JOIN)\s+(account_move|account_partial|account_payment|sale_order)", re.IGNORECASE)


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

    def test_statement_target_contest_and_report_agree(self):
        """R072 R103 R126 R134: for every metric all who ask about Rob's March hear what the books say."""
        reported = {"ordered", "invoiced", "collected", "new_customers"}
        for metric, _label in METRICS:
            with self.subTest(metric=metric):
                asked = {"target": self._ask_target(metric), "contest": self._ask_contest(metric)}
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


class TestNoStraySql(BooksQuestions):
    def test_only_the_books_ask_the_books(self):
        """R134: no SQL over orders, invoices or payments stands anywhere but in the room ``books``."""
        stray = [
            f"{path.relative_to(ADDON)}:{number}"
            for path in sorted(ADDON.rglob("*.py"))
            if "books" not in path.relative_to(ADDON).parts and "migrations" not in path.parts
            for number, line in enumerate(path.read_text().splitlines(), 1)
            if STRAY.search(line)
        ]
        self.assertEqual(stray, [])
