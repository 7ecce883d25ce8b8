"""What the books say, by the slowest and most obvious way: one document after the other, in plain Python.

It reads Odoo's own records and knows nothing of ``models/books`` but ``docs/metrics.md``.
"""

from collections import defaultdict
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import NamedTuple

import pytz
from dateutil.relativedelta import relativedelta

BILLS = ("out_invoice", "out_refund", "out_receipt")
DEPTH = 5


class Stay(NamedTuple):
    """Who belonged where, with which user."""

    employee_id: int
    user_id: int | None
    line: tuple
    first: date
    last: date


class Sold(NamedTuple):
    """What counts of a document; of an order with shared credit, whoever its salesperson is."""

    document: object
    order: object  # only where its credit is shared
    user_id: int | None
    day: date
    amount: Decimal
    quantity: Decimal = Decimal(0)


def number(value):
    return Decimal(str(value))


class Reference:
    METRICS = (
        "ordered", "orders", "invoiced", "invoiced_new", "invoiced_existing", "collected", "margin", "quantity",
        "new_customers",
    )  # fmt: skip

    def __init__(self, company, stays, with_invoice=lambda day: False):
        """Read the books of a company; ``with_invoice(day)`` says whether credit notes count with invoices of a day."""
        self.env, self.company, self.stays, self.with_invoice = company.env, company, stays, with_invoice
        self.step = number(company.currency_id.rounding)
        posted = [("company_id", "child_of", company.id), ("state", "=", "posted")]
        self.bills = self.env["account.move"].search([*posted, ("move_type", "in", BILLS)], order="id")
        self.orders = self.env["sale.order"].search(
            [("company_id", "child_of", company.id), ("state", "=", "sale")], order="id"
        )
        self.shared = defaultdict(list)
        for split in self.env["sales.office.credit.split"].search([], order="id"):
            self.shared[split.order_id].append((split.employee_id.id, number(split.percent)))
        self.money = self._find_money()
        self.entries = {}

    def value(self, metric, first, last, employee=None, department=None):
        """Return what was reached by a person, or by those who belonged to a department, from day to day."""
        if metric not in self.entries:
            self.entries[metric] = self._share_out(metric, list(getattr(self, f"_{metric}")()))
        return sum(
            (
                amount
                for employee_id, user_id, day, amount in self.entries[metric]
                if first <= day <= last and self._is_theirs(employee_id, user_id, day, employee, department)
            ),
            Decimal(0),
        )

    def documents(self, metric, first, last, employee):
        """Return the ids of the documents of which something counts for a person."""
        return {
            sold.document.id
            for sold in getattr(self, f"_{metric}")()
            if first <= sold.day <= last
            and any(
                self._is_theirs(id_, sold.user_id, sold.day, employee, None)
                for id_ in ([id_ for id_, _percent in self.shared[sold.order]] if sold.order else [None])
            )
        }

    def _is_theirs(self, employee_id, user_id, day, employee, department):
        for stay in self.stays:
            same = stay.employee_id == employee_id if employee_id else (user_id and stay.user_id == user_id)
            if same and stay.first <= day <= stay.last:
                return stay.employee_id == employee.id if employee else department.id in stay.line
        return False

    def _share_out(self, metric, entries):
        """Return ``[(employee id, user id, day, amount)]``; shared orders are cut day by day, nothing lost."""
        result, wholes = [], defaultdict(Decimal)
        for sold in entries:
            if sold.order:
                wholes[sold.order, sold.day] += sold.amount
            else:
                result.append((None, sold.user_id, sold.day, sold.amount))
        step = self.step if metric not in ("quantity", "new_customers", "orders") else Decimal("0.000001")
        for (order, day), whole in wholes.items():
            parts = [Fraction(whole) * Fraction(percent) / 100 / Fraction(step) for _id, percent in self.shared[order]]
            steps = [int(part // 1) for part in parts]
            left = int((whole / step).quantize(Decimal(1), ROUND_HALF_UP)) - sum(steps)
            by_rest = sorted(range(len(parts)), key=lambda place: (steps[place] - parts[place], place))
            for place in by_rest[:left]:
                steps[place] += 1
            for (employee_id, _percent), count in zip(self.shared[order], steps, strict=True):
                result.append((employee_id, None, day, count * step))
        return result

    def _round(self, amount):
        return rounded(amount, self.step)

    # whose

    def _whose(self, line):
        """Return ``(shared order, user id)`` of an invoice line."""
        bill = line.move_id
        sold = line.sale_line_ids.sorted("id")
        shared = sorted((order for order in sold.order_id if order in self.shared), key=lambda order: order.id)
        if shared:
            return shared[0], None
        sellers = bill.line_ids.sale_line_ids.order_id.user_id
        if sold and len(sellers) > 1 and bill.invoice_user_id in sellers:
            return None, (sold[0].order_id.user_id or bill.invoice_user_id).id
        return None, bill.invoice_user_id.id

    # orders and invoices

    def _day(self, bill):
        corrected = bill.reversed_entry_id
        if corrected and self.with_invoice(corrected.invoice_date):
            return corrected.invoice_date
        return bill.invoice_date

    def _ordered(self):
        zone = pytz.timezone(self.company.resource_calendar_id.tz)
        for order in self.orders:
            day = pytz.utc.localize(order.date_order).astimezone(zone).date()
            for line in order.order_line.filtered(lambda line: not line.display_type):
                amount = self._round(number(line.price_subtotal) / number(order.currency_rate or 1))
                yield Sold(order, order if order in self.shared else None, order.user_id.id, day, amount)

    def _orders(self):
        for order in {sold.document for sold in self._ordered()}:
            sold = next(sold for sold in self._ordered() if sold.document == order)
            yield sold._replace(amount=Decimal(1))

    def _lines(self):
        for bill in self.bills:
            for line in bill.line_ids.filtered(lambda line: line.display_type == "product").sorted("id"):
                yield bill, line, -number(line.balance)

    def _invoiced(self):
        for bill, line, amount in self._lines():
            yield Sold(bill, *self._whose(line), self._day(bill), amount)

    def _quantity(self):
        for bill, line, _amount in self._lines():
            yield Sold(bill, *self._whose(line), self._day(bill), self._units(line))

    def _margin(self):
        for bill, line, amount in self._lines():
            cost = self._round(self._units(line) * self._unit_cost(line))
            if bill.move_type == "out_refund":
                cost = max(cost, min(amount, Decimal(0)))
            yield Sold(bill, *self._whose(line), self._day(bill), amount - cost)

    def _ratio(self, unit, product):
        return number(unit.factor or 1) / number(product.uom_id.factor or 1) if unit else Decimal(1)

    def _units(self, line):
        """Return the units of the product, of a credit note only of what came back."""
        if not self._is_goods(line):
            return Decimal(0)
        units = number(line.quantity) * self._ratio(line.product_uom_id, line.product_id)
        if line.move_id.move_type != "out_refund":
            return units
        return -units if self._came_back(line, units) else Decimal(0)

    def _is_goods(self, line):
        discount = line.company_id.sale_discount_product_id
        return bool(line.product_id and not line.is_downpayment and line.product_id != discount)

    def _came_back(self, line, units):
        if not line.quantity:
            return False
        own = number(line.price_subtotal) / (number(line.quantity) * number(line.product_uom_id.factor or 1))
        invoiced = self._price(
            (first.price_subtotal, first.quantity, first.product_uom_id)
            for first in line.move_id.reversed_entry_id.invoice_line_ids
            if first.display_type == "product" and first.product_id == line.product_id and not first.is_downpayment
        )
        ordered = self._price(
            (sold.price_subtotal, sold.product_uom_qty, sold.product_uom_id)
            for sold in line.sale_line_ids
            if sold.order_id.currency_id == line.move_id.currency_id
        )
        price = ordered if invoiced is None else invoiced
        if price is not None:
            return own >= Decimal("0.99") * price
        return number(line.balance) / units >= self._product_cost(line)

    def _price(self, rows):
        rows = list(rows)
        units = sum((number(quantity) * number(unit.factor or 1) for _amount, quantity, unit in rows), Decimal(0))
        return sum((number(amount) for amount, _quantity, _unit in rows), Decimal(0)) / units if units else None

    def _unit_cost(self, line):
        for sold in line.sale_line_ids.sorted("id")[:1]:
            rate = number(sold.order_id.currency_rate or 1)
            return number(sold.purchase_price or 0) / rate / self._ratio(sold.product_uom_id, line.product_id)
        return self._product_cost(line)

    def _product_cost(self, line):
        past = self.env["sales.office.product.cost"].search(
            [
                ("product_id", "=", line.product_id.id),
                ("company_id", "=", line.company_id.id),
                ("valid_until", ">=", line.move_id.invoice_date),
            ],
            order="valid_until, id",
            limit=1,
        )
        return number(past.cost if past else line.product_id.with_company(line.company_id).standard_price)

    # customers

    def _first_days(self):
        days = {}
        for bill in self.bills:
            if bill.move_type != "out_refund" and bill.payment_state != "reversed":
                customer = bill.commercial_partner_id
                days[customer] = min(bill.invoice_date, days.get(customer, bill.invoice_date))
        return days

    def _is_new(self, bill, firsts):
        corrected, customer = bill.reversed_entry_id.invoice_date, bill.commercial_partner_id
        bought = corrected if bill.move_type == "out_refund" else bill.invoice_date
        since = customer.sales_office_customer_since or firsts.get(customer) or bought
        months = relativedelta(months=self.company.sales_office_new_customer_months)
        return bool(since and (corrected or bill.invoice_date) < since + months)

    def _invoiced_new(self):
        firsts = self._first_days()
        return (sold for sold in self._invoiced() if self._is_new(sold.document, firsts))

    def _invoiced_existing(self):
        firsts = self._first_days()
        return (sold for sold in self._invoiced() if not self._is_new(sold.document, firsts))

    def _new_customers(self):
        firsts = {}
        for bill in self.bills.sorted(lambda bill: (bill.invoice_date, bill.id)):
            since = bill.commercial_partner_id.sales_office_customer_since or bill.invoice_date
            if bill.move_type != "out_refund" and bill.payment_state != "reversed" and since >= bill.invoice_date:
                firsts.setdefault(bill.commercial_partner_id, bill)
        for first in firsts.values():
            lines = [(line, abs(amount)) for bill, line, amount in self._lines() if bill == first]
            whole = sum(amount for _line, amount in lines)
            for line, amount in lines:
                part = amount / whole if whole else Decimal(1) / len(lines)
                yield Sold(first, *self._whose(line), first.invoice_date, part)

    # money

    def _find_money(self):
        company = [("company_id", "child_of", self.company.id)]
        accounts = self.env["account.account"].search([("account_type", "in", ("asset_cash", "liability_credit_card"))])
        journals = self.env["account.journal"].search(company)
        accounts |= journals.filtered(lambda journal: journal.type in ("bank", "cash", "credit")).default_account_id
        methods = journals.inbound_payment_method_line_ids | journals.outbound_payment_method_line_ids
        accounts |= methods.payment_account_id
        accounts |= self.env["account.payment"].search(company).outstanding_account_id
        return accounts | self.company.sales_office_received_account_ids

    def _pairs(self, line):
        """Yield ``(partial, what ``line`` was matched with, amount in the currency of ``line``)``."""
        for partial in line.matched_credit_ids:
            yield partial, partial.credit_move_id, number(partial.debit_amount_currency)
        for partial in line.matched_debit_ids:
            yield partial, partial.debit_move_id, number(partial.credit_amount_currency)

    def _follow(self, line, amount, depth=1):
        """Yield ``(day, amount)`` of the money on the side of an entry opposite to its matched line."""
        entry = line.move_id
        opposite = entry.line_ids.filtered(lambda item: item.balance * line.balance < 0)
        total = sum(abs(number(item.balance)) for item in opposite)
        arrived = sum(abs(number(item.balance)) for item in opposite if item.account_id in self.money)
        if arrived and entry.move_type == "entry":
            yield entry.origin_payment_id.date or entry.date, amount * arrived / total
        if depth == DEPTH:
            return
        for item in opposite:
            if item.account_id in self.money or item.display_type == "payment_term":
                continue
            for partial, other, _in_currency in self._pairs(item):
                if other.display_type != "payment_term":
                    yield from self._follow(other, amount * number(partial.amount) / total, depth + 1)

    def _collected(self):
        for bill in self.bills:
            terms = bill.line_ids.filtered(lambda line: line.display_type == "payment_term")
            total = abs(sum(number(term.amount_currency) for term in terms))
            paid = defaultdict(Decimal)
            for term in terms:
                for _partial, other, amount in self._pairs(term):
                    if other.display_type != "payment_term":
                        for day, part in self._follow(other, amount):
                            paid[max(day, bill.invoice_date)] += part
            if not total or not paid:
                continue
            slices = defaultdict(Decimal)
            for line in bill.line_ids.filtered(lambda line: line.display_type == "product"):
                slices[self._whose(line)] -= number(line.balance)
            for (order, user_id), amount in slices.items():
                before = until = Decimal(0)
                for day in sorted(paid):
                    until += paid[day]
                    part = self._round(amount * until / total) - self._round(amount * before / total)
                    yield Sold(bill, order, user_id, day, part)
                    before = until


def rounded(amount, step=Decimal("0.01")):
    """Return an amount as it is shown."""
    return (number(amount) / step).quantize(Decimal(1), ROUND_HALF_UP) * step
