"""What 5,000 targets have reached: every metric of the books, next to one bare SQL aggregate over the same lines."""

from benchmarks import _month
from benchmarks._measured import measured

TARGETS = (1_000, 5_000)
LINES = 100_000
METRICS = ("invoiced", "collected", "margin", "ordered")


def run(env):
    """Yield, for each number of targets, the time, the queries, and what they are next to the aggregate."""
    office = _month.create_teams(env, 500, 10)
    customer = env["res.partner"].create({"name": "Customer"})
    moves = _month.create_invoices(env, office.sellers, [customer] * len(office.sellers))
    _month.multiply(env, moves, LINES // len(moves.invoice_line_ids) - 1, 0)
    bare = min(measured(env, lambda: _month.aggregate(env)).seconds for _ in range(3))
    yield f"{LINES:,} lines: one bare SQL aggregate", bare * 1000, "ms"
    targets = _create_targets(env, office.sellers)
    for number in TARGETS:
        some = targets.browse(targets.ids[:number])
        cost = measured(env, lambda some=some: some.mapped("achieved_value"))
        if not any(some.mapped("achieved_value")):
            raise AssertionError("nothing was reached")
        yield f"{number:,} targets: reached", cost.seconds * 1000, "ms"
        yield f"{number:,} targets: times the aggregate, a metric", cost.seconds / bare / len(METRICS), ""
        yield f"{number:,} targets: queries", cost.queries, ""


def _create_targets(env, sellers):
    """Return targets of each seller, by every metric, of the months of a year until there are enough."""
    plan = env["sales.office.plan"].create(
        {
            "year": 2026,
            "company_id": env.company.id,
            "department_id": sellers.department_id.parent_id.id,
        }
    )
    months = range(3, 3 + max(TARGETS) // (len(sellers) * len(METRICS)) + 1)
    return env["sales.office.target"].create(
        [
            {
                "plan_id": plan.id,
                "employee_id": seller.id,
                "metric": metric,
                "period_type": "month",
                "date_from": f"2026-{month:02}-01",
                "target_value": 1000,
            }
            for month in months
            for metric in METRICS
            for seller in sellers
        ]
    )
