"""1,000 sellers in 100 teams: a month settled with leaders' rules and team pools, then sent, approved and paid."""

from benchmarks import _month
from benchmarks._measured import measured

SELLERS = (250, 1_000)
TEAM = 10
LINES_EACH = 300


def run(env):
    """Yield, for each number of sellers, the settlement next to the bare aggregate, and what follows, a statement."""
    office = _month.create_teams(env, max(SELLERS), TEAM)
    customer = env["res.partner"].create({"name": "Customer"})
    moves = _month.create_invoices(env, office.sellers[:TEAM], [customer] * TEAM)
    done = len(moves.invoice_line_ids)
    for number in SELLERS:
        lines = number * LINES_EACH
        _month.multiply(env, moves, (lines - done) // len(moves.invoice_line_ids), done)
        _month.spread(env, office.sellers[:number])
        done = lines
        yield from _settle(env, office, number)


def _settle(env, office, number):
    savepoint = env.cr.savepoint()
    sellers, leaders = office.sellers[:number], office.leaders[: number // TEAM]
    plan = _month.create_plan(
        env,
        sellers | leaders,
        {"name": "Sales", "rate": 3},
        {"name": "Leaders", "credit_to": "leader", "rate": 0.5},
        {"name": "Team pool", "credit_to": "team", "rate": 1},
    )
    bare = min(measured(env, lambda: _month.aggregate(env)).seconds for _ in range(3))
    cost = _month.settle_anew(plan)
    what = f"{number:,} sellers, {number * LINES_EACH:,} lines"
    yield f"{what}: one bare SQL aggregate", bare * 1000, "ms"
    yield f"{what}: settled", cost.seconds * 1000, "ms"
    yield f"{what}: times the aggregate", cost.seconds / bare, ""
    yield f"{what}: queries", cost.queries, ""
    yield from _decide(env, plan.statement_ids.browse(plan.statement_ids.ids), what)
    savepoint.close(rollback=True)
    env.invalidate_all()


def _decide(env, statements, what):
    """Yield what it costs to send, approve and pay all of them at once, and one of them to be confirmed."""
    one = statements[0]
    yield from _step(env, what, "sent", statements, "action_submit")
    one.with_user(one.user_id).read(["net", "can_confirm"])  # the page was opened: what its user may do is known
    cost = measured(env, lambda: _flushed(one.with_user(one.user_id), "action_confirm"))
    yield f"{what}: one confirmed, queries", cost.queries, ""
    (statements - one).state = "confirmed"
    yield from _step(env, what, "approved", statements, "action_approve")
    yield from _step(env, what, "paid", statements, "action_pay")


def _step(env, what, name, statements, action):
    cost = measured(env, lambda: _flushed(statements, action))
    yield f"{what}: {name}, each", cost.seconds * 1000 / len(statements), "ms"
    yield f"{what}: {name}, queries each", cost.queries / len(statements), ""


def _flushed(statements, action):
    getattr(statements, action)()
    statements.env.flush_all()
