"""Prices: a discount typed in a quotation of 100 lines, with the room of orders and without it, by a representative."""

import time
from statistics import median
from typing import NamedTuple

from lxml import etree

from odoo.fields import Command

from benchmarks import _month
from benchmarks.overhead import _specification

LINES = 100
#: switched to and fro so many times, and typed so often each time
BLOCKS, ROUNDS = 8, 10
#: percent typed: within the limit, and beyond it
TYPED = {"within limits": (1, 4), "beyond limits": (8, 12)}


class _Cost(NamedTuple):
    """Wall time, and Odoo's own processor time, which suffers less from what else a machine does."""

    seconds: float
    processor: float
    queries: int


def run(env):
    """Yield times and queries of one discount typed, with and without the room, and what the room adds."""
    teams = _month.create_teams(env, 5, 5)
    env["sales.office.discount.limit"].create(
        [
            {"post": "representative", "max_discount": 5, "has_floor": True, "min_margin": 10, "reaction": "block"},
            {"post": "team_leader", "max_discount": 10, "reaction": "block"},
        ]
    )
    seller = teams.sellers[0].user_id
    # as the web client asks: with the companies that are chosen
    context = {"allowed_company_ids": env.company.ids, "lang": "en_US"}
    order = _quote(env(user=seller, su=False, context=context))
    room = env.ref("sales_office_policy.room_order")
    for what, discounts in TYPED.items():
        costs = {True: [], False: []}
        for on in (True, False) * BLOCKS:
            env.company.sales_office_room_ids = room if on else room.browse()
            specification = _specification(etree.fromstring(order.get_view(view_type="form")["arch"]), order)
            typed = [_type(order, specification, discounts[number % 2]) for number in range(ROUNDS + 1)]
            costs[on] += typed[1:]  # the first fills the registry's caches, which switching emptied
        for on, name in ((False, "without"), (True, "with")):
            yield f"{LINES} lines, {what}, {name} the room", 1000 * median(cost.seconds for cost in costs[on]), "ms"
            yield f"{LINES} lines, {what}, {name} the room, queries", costs[on][-1].queries, ""
        for kind in ("seconds", "processor"):
            pairs = zip(costs[True], costs[False], strict=True)
            more = 1000 * median(getattr(one, kind) - getattr(other, kind) for one, other in pairs)
            yield f"{LINES} lines, {what}, more {kind}", more, "ms"


def _quote(env):
    goods = (
        env["product.product"]
        .sudo()
        .create([{"name": f"Goods {number}", "list_price": 100 + number, "standard_price": 50} for number in range(50)])
    )
    return env["sale.order"].create(
        {
            "partner_id": env["res.partner"].create({"name": "Customer"}).id,
            "order_line": [Command.create({"product_id": goods[number % 50].id}) for number in range(LINES)],
        }
    )


def _type(order, specification, discount):
    """Return the :class:`_Cost` of what the web client asks when a discount was typed in the first line."""
    env = order.env
    line = order.order_line[0].id
    env.flush_all()
    env.invalidate_all()
    queries, begin, processor = env.cr.sql_log_count, time.perf_counter(), time.process_time()
    order.onchange({"order_line": [Command.update(line, {"discount": discount})]}, ["order_line"], specification)
    spent = time.perf_counter() - begin, time.process_time() - processor
    return _Cost(*spent, env.cr.sql_log_count - queries)
