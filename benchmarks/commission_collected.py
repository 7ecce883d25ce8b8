"""A month settled by what was collected, 100,000 partly paid invoices, next to one aggregate over the matchings."""

from odoo.tools import SQL

from benchmarks import _month
from benchmarks._measured import measured

INVOICES = (10_000, 100_000)


def run(env):
    """Yield, for each number of invoices, the time of both, their ratio and the queries."""
    sellers = _month.create_sellers(env)
    plan = _month.create_plan(env, sellers, {"name": "Collected", "basis": "collected", "rate": 5})
    customer, done = env["res.partner"].create({"name": "Customer"}), len(sellers)
    invoices = _month.create_invoices(env, sellers, [customer] * len(sellers))
    entries = invoices | _pay_half(env, invoices)
    for number in INVOICES:
        _month.multiply(env, entries, (number - done) // len(sellers), done)
        done = number
        bare = min(measured(env, lambda: _aggregate(env)).seconds for _ in range(3))
        cost = _month.settle_anew(plan)
        paid = sum(plan.statement_ids.mapped("net"))
        if not paid:
            raise AssertionError("nothing was collected")
        plan.statement_ids.unlink()
        yield f"{number:,} invoices: one bare aggregate over the matchings", bare * 1000, "ms"
        yield f"{number:,} invoices: statements computed and written", cost.seconds * 1000, "ms"
        yield f"{number:,} invoices: times the aggregate", cost.seconds / bare, ""
        yield f"{number:,} invoices: queries", cost.queries, ""


def _pay_half(env, invoices):
    """Return the entries of the payments by which half of each invoice came in."""
    entries = env["account.move"]
    for invoice in invoices:
        wizard = env["account.payment.register"].with_context(active_model="account.move", active_ids=invoice.ids)
        payment = wizard.create({"amount": invoice.amount_total / 2, "payment_date": "2026-03-20"})._create_payments()
        entries |= payment.move_id
    if not entries:
        raise AssertionError("the payments have no entries: set outstanding accounts on the bank journal")
    return entries


def _aggregate(env):
    """Sum what is matched with the month's invoices by salesperson, as barely as SQL can."""
    env.execute_query(
        SQL(
            """SELECT move.invoice_user_id, SUM(partial.amount)
                 FROM account_partial_reconcile partial
                 JOIN account_move_line line ON line.id = partial.debit_move_id
                 JOIN account_move move ON move.id = line.move_id
                WHERE move.state = 'posted' AND move.move_type = 'out_invoice' AND partial.max_date BETWEEN %s AND %s
             GROUP BY 1""",
            *_month.MONTH,
        )
    )
