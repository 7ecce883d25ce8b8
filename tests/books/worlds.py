"""Random books, hundreds a minute: rows copied by SQL from a few documents that Odoo itself has made.

What Odoo makes of orders, invoices and payments is tried in ``test_kinds_of_*``; here they are only many, of any date,
seller, amount and chain of payments.
"""

from datetime import date, timedelta

from odoo.fields import Command
from odoo.tools import SQL

from .common import BooksQuestions
from .reference import Stay

FIRST, LAST = date(2026, 2, 20), date(2026, 4, 10)
SPLITS = ((60, 40), (33.33, 33.33, 33.34), (99.99, 0.01), (50, 50), (12.5, 87.5))


class World(BooksQuestions):
    """Templates of documents, and the dice that make others of them: ``self.dice``."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        env = cls.env
        cls.room.standard_price = 60
        cls.meal = cls.product("Meal", standard_price=10)
        cls.customers = cls.customer | env["res.partner"].create(
            [{"name": name, "is_company": True} for name in ("Oak Ltd.", "Pine Ltd.")]
        )
        cls.sellers = cls.rep | cls.colleague | cls.leader | cls.rep_south
        #: each seller has another user, too, at times
        cls.users = {
            employee.id: employee.user_id
            | env["res.users"].create({"name": f"{employee.name} 2", "login": f"{employee.name}.2"})
            for employee in cls.sellers
        }
        cls.stranger = env["res.users"].create({"name": "Stranger", "login": "stranger"})
        cls.clearing = cls._create_clearing_accounts()
        cls.templates, cls.receivable_id = cls._create_templates()
        cls.bank_id = (
            env["account.journal"]
            .search([("type", "=", "bank"), ("company_id", "=", cls.company.id)], limit=1)
            .default_account_id.id
        )
        cls.expense_id = env["account.account"].search([("account_type", "=", "expense")], limit=1).id
        cls.columns = {}
        cls.count = 0
        env["sales.office.membership"].sudo()._bring_up_to_date()
        cls._make_templates_drafts()

    @classmethod
    def _create_clearing_accounts(cls):
        return cls.env["account.account"].create(
            [
                {
                    "code": f"1122{number}",
                    "name": f"Clearing {number}",
                    "account_type": "asset_current",
                    "reconcile": True,
                }
                for number in range(80, 88)
            ]
        )

    @classmethod
    def _create_templates(cls):
        """Return the id of a row of each table, of which copies are made, and that of the receivable account."""
        env = cls.env
        order = cls.order(cls, cls.rep, "2026-03-02", (100, 1, 0))
        bill = order._create_invoices()
        bill.invoice_date = "2026-03-10"
        bill.action_post()
        entry = env["account.move"].create(
            {
                "date": "2026-03-10",
                "line_ids": [
                    Command.create(
                        {"name": "/", "account_id": cls.clearing[place].id, side: 1, "partner_id": cls.customer.id}
                    )
                    for place, side in enumerate(("debit", "credit"))
                ],
            }
        )
        entry.action_post()
        paying = env["account.payment.register"].with_context(active_model="account.move", active_ids=bill.ids)
        paying.create({"payment_date": "2026-03-12"})._create_payments()
        env.flush_all()
        term = bill.line_ids.filtered(lambda line: line.display_type == "payment_term")
        templates = {
            "sale_order": order.id,
            "sale_order_line": order.order_line.id,
            "account_move": bill.id,
            "entry": entry.id,
            "line": bill.invoice_line_ids.id,
            "term": term.id,
            "item": entry.line_ids[0].id,
            "account_partial_reconcile": term.matched_credit_ids.id,
        }
        return templates, term.account_id.id

    @classmethod
    def _make_templates_drafts(cls):
        """From now on they count nowhere."""
        moves = cls.templates["account_move"], cls.templates["entry"]
        cls._execute(SQL("UPDATE account_move SET state = 'draft' WHERE id IN %s", moves))
        cls._execute(
            SQL("DELETE FROM account_partial_reconcile WHERE id != %s", cls.templates["account_partial_reconcile"])
        )
        cls._execute(SQL("UPDATE sale_order SET state = 'draft' WHERE id = %s", cls.templates["sale_order"]))

    @classmethod
    def _execute(cls, query):
        cls.env.cr.execute(query)

    def clone(self, table, template=None, **values):
        """Copy a row, with other values in some columns; return its id."""
        if table not in self.columns:
            rows = self.env.execute_query(
                SQL(
                    "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND column_name != 'id'"
                    " AND is_generated = 'NEVER'",
                    table,
                )
            )
            self.columns[table] = [name for (name,) in rows]
        names = self.columns[table]
        query = SQL(
            "INSERT INTO %s (%s) SELECT %s FROM %s WHERE id = %s RETURNING id",
            SQL.identifier(table),
            SQL(", ").join(map(SQL.identifier, names)),
            SQL(", ").join(SQL("%s", values[name]) if name in values else SQL.identifier(name) for name in names),
            SQL.identifier(table),
            self.templates[template or table],
        )
        return self.env.execute_query(query)[0][0]

    def name(self):
        type(self).count += 1
        return f"W{self.count}"

    def day(self, first=FIRST, last=LAST):
        return first + timedelta(days=self.dice.randint(0, (last - first).days))

    def cents(self, most=90000):
        return self.dice.randint(1, most) / 100

    def user(self):
        """Return the id of any seller's user, now and then of nobody's."""
        if self.dice.random() < 0.1:
            return self.dice.choice([self.stranger.id, None])
        own, other = self.users[self.dice.choice(self.sellers).id].ids
        return self.dice.choice([own, own, other])

    # people

    def make_stays(self):
        """Give each seller a history of users and departments; return it."""
        lines = [
            (), (self.sales.id,), (self.sales.id, self.retail.id), (self.sales.id, self.retail.id, self.north.id),
            (self.sales.id, self.retail.id, self.south.id), (self.sales.id, self.north.id),
        ]  # fmt: skip
        stays = []
        for employee in self.sellers:
            self._execute(SQL("DELETE FROM sales_office_membership WHERE employee_id = %s", employee.id))
            users = self.users[employee.id].ids
            start = date(2026, 2, 1)
            for number in range(self.dice.randint(1, 3)):
                length = self.dice.randint(5, 40)
                last = None if self.dice.random() < 0.4 else start + timedelta(days=length)
                line = self.dice.choice(lines[3:] if self.dice.random() < 0.6 else lines)
                user_id = None if self.dice.random() < 0.05 else self.dice.choice(users)
                self._enter(employee, user_id, line, start, last)
                stays.append(Stay(employee.id, user_id, line, start if number else date.min, last or date.max))
                if last is None:
                    break
                start = last + timedelta(days=self.dice.choice((1, 1, 1, 9)))
        return stays

    def _enter(self, employee, user_id, line, first, last):
        self._execute(
            SQL(
                "INSERT INTO sales_office_membership (employee_id, user_id, company_id, department_id, line, date_from,"
                " date_to) VALUES (%s, %s, %s, %s, %s, %s, %s)",
                employee.id,
                user_id,
                self.company.id,
                line[-1] if line else None,
                f"/{'/'.join(map(str, line))}/" if line else None,
                first,
                last,
            )
        )

    # documents

    def make_books(self, orders=3, bills=5, notes=3, payments=6):
        """Make so many documents at most, of anything."""
        for customer in self.customers:
            since = self.day() if self.dice.random() < 0.3 else None
            self._execute(
                SQL("UPDATE res_partner SET sales_office_customer_since = %s WHERE id = %s", since, customer.id)
            )
        self.order_lines = [line for _number in range(self.dice.randint(0, orders)) for line in self.make_order()]
        self.bills = [self.make_bill() for _number in range(self.dice.randint(1, bills))]
        self.bills += [self.make_note() for _number in range(self.dice.randint(0, notes))]
        for _number in range(self.dice.randint(0, payments)):
            self.make_payment()
        self.env.invalidate_all()

    def make_order(self):
        """Make a confirmed order; return ``[(line id, product, quantity, price, user id)]``."""
        user_id, when = self.user(), self.day()
        order_id = self.clone(
            "sale_order", name=self.name(), user_id=user_id, state="sale",
            partner_id=self.dice.choice(self.customers).id,
            date_order=f"{when} {self.dice.choice(('02', '15', '17', '23'))}:30:00",
            currency_rate=self.dice.choice((1, 1, 1, 0.125)), access_token=None,
        )  # fmt: skip
        lines = []
        for _number in range(self.dice.randint(1, 2)):
            product, quantity, price = (
                self.dice.choice((self.room, self.meal)),
                self.dice.randint(1, 9),
                self.cents(9000),
            )
            amount = round(quantity * price, 2)
            line_id = self.clone(
                "sale_order_line", order_id=order_id, product_id=product.id, product_uom_qty=quantity, price_unit=price,
                price_subtotal=amount, price_total=amount, purchase_price=self.cents(7000),
            )  # fmt: skip
            lines.append((line_id, product, quantity, price, user_id))
        if self.dice.random() < 0.4:
            percents = self.dice.choice(SPLITS)
            for employee, percent in zip(self.dice.sample(list(self.sellers), len(percents)), percents, strict=True):
                self._execute(
                    SQL(
                        "INSERT INTO sales_office_credit_split (order_id, employee_id, percent) VALUES (%s, %s, %s)",
                        order_id, employee.id, percent,
                    )
                )  # fmt: skip
        return lines

    def make_bill(self, move_type=None, corrected=None):
        """Make a posted invoice or credit note of orders or by hand; return what payments have to know."""
        dice = self.dice
        move_type = move_type or dice.choice(("out_invoice", "out_invoice", "out_invoice", "out_receipt"))
        of_orders = dice.sample(self.order_lines, min(len(self.order_lines), dice.randint(0, 3)))
        user_id = dice.choice(of_orders)[4] if of_orders and dice.random() < 0.7 else self.user()
        day = self.day(first=corrected["day"] if corrected else FIRST)
        partner = corrected["partner"] if corrected else dice.choice(self.customers)
        rate, tax = dice.choice((1, 1, 1, 8)), dice.choice((0, 0, 0.13))
        move_id = self.clone(
            "account_move", name=self.name(), move_type=move_type, state="posted", invoice_user_id=user_id, date=day,
            invoice_date=day, partner_id=partner.id, commercial_partner_id=partner.id, access_token=None,
            reversed_entry_id=corrected and corrected["id"],
            payment_state=dice.choice(("not_paid", "not_paid", "not_paid", "reversed")),
        )  # fmt: skip
        sign = -1 if move_type == "out_refund" else 1
        whole, untaxed = 0, 0
        rows = of_orders + [None] * dice.randint(0 if of_orders else 1, 2)
        for row in rows:
            product, quantity, price = (
                row[1:4] if row else (dice.choice((self.room, self.meal, None)), dice.randint(1, 9), self.cents(9000))
            )
            if dice.random() < 0.3:
                quantity, price = dice.randint(1, 9), self.cents(9000)
            amount = round(quantity * price, 2)
            line_id = self.clone(
                "account_move_line", "line", move_id=move_id, parent_state="posted", date=day, quantity=quantity,
                product_id=product and product.id, price_unit=price, price_subtotal=amount, price_total=amount,
                product_uom_id=product and product.uom_id.id, partner_id=partner.id,
                **self.sides(-sign * round(amount * rate, 2), -sign * amount),
            )  # fmt: skip
            if row:
                self._execute(SQL("INSERT INTO sale_order_line_invoice_rel VALUES (%s, %s)", line_id, row[0]))
            whole += amount
            untaxed += sign * round(amount * rate, 2)
        whole = round(whole * (1 + tax), 2)
        term_id = self.clone(
            "account_move_line", "term", move_id=move_id, parent_state="posted", date=day, partner_id=partner.id,
            **self.sides(sign * round(whole * rate, 2), sign * whole),
        )  # fmt: skip
        self._execute(
            SQL(
                "UPDATE account_move SET amount_untaxed_signed = %s, amount_total = %s WHERE id = %s",
                round(untaxed, 2), whole, move_id,
            )
        )  # fmt: skip
        known = {"id": move_id, "term": term_id, "open": whole, "rate": rate, "sign": sign}
        return {**known, "day": day, "partner": partner}

    def make_note(self):
        corrected = self.dice.choice(self.bills) if self.bills and self.dice.random() < 0.6 else None
        corrected = corrected if corrected and corrected["sign"] > 0 else None
        return self.make_bill("out_refund", corrected)

    def sides(self, balance, in_currency):
        return {
            "balance": balance,
            "debit": max(balance, 0),
            "credit": max(-balance, 0),
            "amount_currency": in_currency,
            "amount_residual": balance,
        }

    # payments

    def make_payment(self):
        """Settle a part of one or two documents by anything, through up to six entries."""
        bills = [bill for bill in self.dice.sample(self.bills, min(2, len(self.bills))) if bill["open"] > 0]
        sign = bills[0]["sign"] if bills else 1
        parts = []
        for bill in bills:
            if bill["sign"] == sign:
                part = bill["open"] if self.dice.random() < 0.4 else round(bill["open"] * self.dice.random(), 2)
                if part:
                    parts.append((bill, part))
                    bill["open"] = round(bill["open"] - part, 2)
        if not parts:
            return
        amount = round(sum(round(part * bill["rate"], 2) for bill, part in parts), 2)
        if self.dice.random() < 0.1:
            other = self.make_bill("out_refund" if sign > 0 else "out_invoice")
            source, day = other["term"], other["day"]
        else:
            source, day = self.make_chain(amount, sign, self.dice.choice((1, 1, 1, 2, 3, 5, 6)))
        for bill, part in parts:
            self.match(bill["term"], source, sign, round(part * bill["rate"], 2), part, max(day, bill["day"]))

    def make_chain(self, amount, sign, length):
        """Make entries matched with each other, the first paid into the bank or nowhere.

        Return the id of the last one's open line, and its day.
        """
        lost = self.dice.choice((0, 0, 0, 0.05, 1))
        ends = [(self.bank_id, round(amount * (1 - lost), 2)), (self.expense_id, round(amount * lost, 2))]
        line_id = None
        for place in range(length):
            account = self.receivable_id if place == length - 1 else self.clearing[place].id
            day = self.day(FIRST - timedelta(days=20))
            entry_id = self.clone("account_move", "entry", name=self.name(), state="posted", date=day)
            if place:
                ends = [(self.clearing[place - 1].id, amount)]
            ids = [
                self.clone(
                    "account_move_line", "item", move_id=entry_id, parent_state="posted", date=day, account_id=of,
                    display_type="product", **self.sides(sign * part, sign * part),
                )
                for of, part in ends
                if part
            ]  # fmt: skip
            if place and self.dice.random() < 0.95:
                self.match(ids[0], line_id, sign, amount, amount, day)
            line_id = self.clone(
                "account_move_line", "item", move_id=entry_id, parent_state="posted", date=day, account_id=account,
                display_type="product", **self.sides(-sign * amount, -sign * amount),
            )  # fmt: skip
        return line_id, day

    def match(self, line_id, other_id, sign, amount, in_currency, day):
        debit, credit = (line_id, other_id) if sign > 0 else (other_id, line_id)
        own, other = ("debit", "credit") if sign > 0 else ("credit", "debit")
        self.clone(
            "account_partial_reconcile", debit_move_id=debit, credit_move_id=credit, amount=amount,
            **{f"{own}_amount_currency": in_currency, f"{other}_amount_currency": amount},
            max_date=day,
        )  # fmt: skip
