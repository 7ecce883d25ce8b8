"""Settling a month beside the OCA commission modules: the same invoices, the same run, the same amounts."""

from odoo.tools import SQL

from benchmarks import _month
from benchmarks._measured import measured

#: under the AGPL: in this benchmark's database only (see devtool/bench.py)
PEERS = {
    "commission_oca": "odoo-addon-commission-oca==19.0.2.0.0.10",
    "account_commission_oca": "odoo-addon-account-commission-oca==19.0.1.0.1.4",
}
#: at a million lines they would take minutes and gigabytes
SIZES = (10_000, 100_000)
PERCENT = 5


class _Undone(Exception):
    """Ends a measurement: what it wrote is rolled back."""


def run(env):
    """Yield, for each number of lines, seconds, queries and memory of both, and the ratios."""
    sellers = _month.create_sellers(env)
    plan = _month.create_plan(env, sellers, {"name": "Sales", "tier_by": "none", "rate": PERCENT})
    agents = _agents(env, sellers)
    customers = [env["res.partner"].create({"name": "Customer", "commission_agent_ids": agent.ids}) for agent in agents]
    moves = _month.create_invoices(env, sellers, customers)
    done = len(moves.invoice_line_ids)
    for size in SIZES:
        _month.multiply(env, moves, (size - done) // len(moves.invoice_line_ids), done)
        _assign(env)
        done = size
        yield from _compare(env, plan, agents, size)


def _compare(env, plan, agents, size):
    _month.settle(plan)  # warm
    plan.statement_ids.unlink()
    bare = min(measured(env, lambda: _month.aggregate(env)).seconds for _ in range(3))
    ours = measured(env, lambda: _month.settle(plan))
    paid = {one.employee_id.name: one.gross for one in plan.statement_ids}
    plan.statement_ids.unlink()
    try:
        with env.cr.savepoint():
            theirs = measured(env, lambda: _settle_theirs(env, agents))
            settlements = env["commission.settlement"].search([("agent_id", "in", agents.ids)])
            paid_by_them = {one.agent_id.name: one.total for one in settlements}
            raise _Undone
    except _Undone:
        pass
    _check_equal(paid, paid_by_them)
    yield f"{size:,} lines: commission, the same by both", sum(paid.values()), plan.currency_id.name
    for name, cost in (("statements", ours), ("OCA's settlements", theirs)):
        yield f"{size:,} lines: {name}", cost.seconds, "s"
        yield f"{size:,} lines: {name}, queries", cost.queries, ""
        yield f"{size:,} lines: {name}, more memory at the peak", cost.more_memory, "MB"
        yield f"{size:,} lines: {name}, the whole process at the peak", cost.peak_memory, "MB"
    yield f"{size:,} lines: one bare SQL aggregate", bare, "s"
    yield f"{size:,} lines: statements, times the aggregate", ours.seconds / bare, ""
    yield f"{size:,} lines: statements, times as fast as OCA's", theirs.seconds / ours.seconds, ""


def _check_equal(paid, paid_by_them):
    """Refuse to compare times of different results: everybody has the same amount by both, to the cent."""
    different = {
        name: (paid.get(name), paid_by_them.get(name))
        for name in paid.keys() | paid_by_them.keys()
        if round(paid.get(name, 0) - paid_by_them.get(name, 0), 2)
    }
    if different or not sum(paid.values()):
        raise AssertionError(f"not the same commission, or none: {different or paid}")


def _settle_theirs(env, agents):
    wizard = env["commission.make.settle"].create(
        {"date_to": "2026-04-15", "settlement_type": "sale_invoice", "agent_ids": agents.ids}
    )
    wizard.action_settle()
    env.flush_all()


def _agents(env, sellers):
    """Return one agent for each seller, settled monthly at the same percentage."""
    percentage = env["commission"].create(
        {"name": "Sales", "fix_qty": PERCENT, "settlement_type": "sale_invoice", "invoice_state": "open"}
    )
    return env["res.partner"].create(
        [{"name": one.name, "agent": True, "commission_id": percentage.id, "settlement": "monthly"} for one in sellers]
    )


def _assign(env):
    """Give the copied lines their agent, as posting them would have: a row like that of the line copied."""
    env.execute_query(
        SQL(
            """INSERT INTO account_invoice_line_agent
                           (object_id, invoice_id, invoice_date, agent_id, commission_id, amount, settled, company_id)
                    SELECT line.id, move.id, move.invoice_date, agent.agent_id, partner.commission_id,
                           round(line.price_subtotal * %s / 100, 2), FALSE, line.company_id
                      FROM account_move move
                      JOIN account_move_line line ON line.move_id = move.id AND line.display_type = 'product'
                      JOIN partner_agent_rel agent ON agent.partner_id = move.partner_id
                      JOIN res_partner partner ON partner.id = agent.agent_id
                     WHERE NOT EXISTS (SELECT FROM account_invoice_line_agent WHERE object_id = line.id)""",
            PERCENT,
        )
    )
    env.cr.execute("ANALYZE account_invoice_line_agent")
