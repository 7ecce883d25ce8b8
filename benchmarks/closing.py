"""Closing the offices: planning two weeks of duties, planning again, and the evening's reminders and missed lists."""

import time
from datetime import timedelta

import psutil

from odoo import fields
from odoo.fields import Command
from odoo.tools import split_every

from odoo.addons.sales_office_policy.models.workday.closing.rota_planning import BATCH

from benchmarks._measured import keep
from benchmarks._people import hire

SIZES = (50, 200, 800)
MEMBERS = 6


def run(env):
    """Yield for each number of offices how long each step takes, its queries, and the memory of the process."""
    env = env(context={**env.context, "tracking_disable": True, "mail_create_nosubscribe": True})
    env.company.sales_office_room_ids = env.ref("sales_office_policy.room_workday")
    closings = env["sales.office.closing"]
    check = env.ref("sales_office_policy.check_closing_missed")
    day = _last_weekday()
    check.write({"mode": "suspect", "enforced_from": day})
    for size in SIZES:
        _create_offices(env, size)
        env.cr.execute("DELETE FROM sales_office_closing")
        keep(env)
        env.invalidate_all()
        yield from _measure(env, f"{size} offices: plan two weeks", _plan)
        yield f"{size} offices: lists made", closings.search_count([]), ""
        yield from _measure(env, f"{size} offices: plan again", _plan)
        yield f"{size} offices: memory of the process", psutil.Process().memory_info().rss / 2**20, "MB"
        first = [ids[0] for _office, ids in closings._read_group([], ["office_id"], ["id:array_agg"])]
        evening = closings.browse(first)
        evening.write({"date": day, "deadline": fields.Datetime.now() - timedelta(minutes=1)})
        env.flush_all()
        env.cr.execute("UPDATE sales_office_closing SET user_id = %s", [env.uid])  # so that there is somebody to remind
        yield from _measure(env, f"{size} offices: remind", lambda _env, lists=evening: lists._remind())
        yield from _measure(env, f"{size} offices: mark as missed", lambda _env, lists=evening: lists._miss())
        yield from _measure(env, f"{size} offices: check", lambda _env: check.run(day, day))


def _plan(env):
    """Plan as the scheduled run does, in its batches."""
    for ids in split_every(BATCH, env["sales.office.closing.rota"].search([]).ids):
        env["sales.office.closing.rota"].browse(ids)._plan_closings()
        env.cr.commit()  # as the job does, see meeting_planning
        env.invalidate_all()


def _measure(env, what, step):
    """Yield the time and the queries of a step that begins with an empty cache."""
    env.flush_all()
    env.invalidate_all()
    queries, begin, processor = env.cr.sql_log_count, time.perf_counter(), time.process_time()
    step(env)
    env.flush_all()
    seconds, processor = time.perf_counter() - begin, time.process_time() - processor
    yield what, seconds, "s"
    yield f"{what}, Odoo's own processor time", processor, "s"
    yield f"{what}, queries", env.cr.sql_log_count - queries, ""


def _last_weekday():
    """Return the last day before today that is not of a weekend."""
    yesterday = fields.Date.today() - timedelta(days=1)
    return yesterday - timedelta(days=max(0, yesterday.weekday() - 4))


def _create_offices(env, total):
    """Make offices with a rota of a few people each, until there are so many; nothing is planned yet."""
    number = total - env["sales.office.closing.rota"].search_count([])
    offices = env["hr.department"].create(
        [{"name": f"Office {n}", "company_id": env.company.id, "is_sales_office": True} for n in range(number)]
    )
    employees = hire(env, [office.id for office in offices for _n in range(MEMBERS)])
    people = dict(zip(offices, split_every(MEMBERS, employees.ids), strict=True))
    rotas = env["sales.office.closing.rota"].create(
        [
            {
                "department_id": office.id,
                "active": False,
                "line_ids": [Command.create({"employee_id": id_}) for id_ in people[office]],
            }
            for office in offices
        ]
    )
    env.flush_all()
    env.cr.execute("UPDATE sales_office_closing_rota SET active = TRUE WHERE id IN %s", [tuple(rotas.ids)])
    env.invalidate_all()
