"""What settling a month costs: statements computed and written, next to one bare SQL aggregate over the same lines."""

from odoo.fields import Command

from benchmarks import _month
from benchmarks._measured import measured

SIZES = (10_000, 100_000, 1_000_000)


def run(env):
    """Yield, for each number of posted invoice lines, the time of both, their ratio, queries and memory."""
    sellers = _month.create_sellers(env)
    tiers = [Command.create({"threshold": start, "rate": rate}) for start, rate in ((0, 5), (50_000, 8))]
    plan = _month.create_plan(env, sellers, {"name": "Sales", "tier_by": "base", "tier_ids": tiers})
    customer = env["res.partner"].create({"name": "Customer"})
    moves = _month.create_invoices(env, sellers, [customer] * len(sellers))
    done = len(moves.invoice_line_ids)
    for size in SIZES:
        _month.multiply(env, moves, (size - done) // len(moves.invoice_line_ids), done)
        done = size
        yield from _measure(env, plan, size)


def _measure(env, plan, size):
    bare = min(measured(env, lambda: _month.aggregate(env)).seconds for _ in range(3))
    cost = _month.settle_anew(plan)
    yield f"{size:,} lines: one bare SQL aggregate", bare * 1000, "ms"
    yield f"{size:,} lines: statements computed and written", cost.seconds * 1000, "ms"
    yield f"{size:,} lines: times the aggregate", cost.seconds / bare, ""
    yield f"{size:,} lines: queries", cost.queries, ""
    yield f"{size:,} lines: more memory at the peak", cost.more_memory, "MB"
    yield f"{size:,} lines: the whole process at the peak", cost.peak_memory, "MB"
    plan.statement_ids.unlink()
