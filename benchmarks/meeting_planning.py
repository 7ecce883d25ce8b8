"""What the morning run costs: a week of meetings for many offices, with their people and calendars."""

import time
from datetime import timedelta

import psutil

from odoo import fields
from odoo.tools import SQL

from benchmarks._measured import keep
from benchmarks._people import hire

SIZES = (50, 200, 800)
PEOPLE = 5
ROLL_CALLS = (5, 50)
REPEATS = 5


def run(env):
    """Yield time, queries and memory of making the coming week's meetings, of keeping them, and of a roll call."""
    company = env.company
    company.sales_office_room_ids = env["sales.office.room"].search([("code", "=", "meeting")])
    env = env(context={**env.context, "tracking_disable": True, "mail_create_nosubscribe": True})
    offices = 0
    for week, size in enumerate(SIZES, start=1):  # each size makes a week of its own
        _create_offices(env, size - offices)
        offices = size
        keep(env)
        monday = fields.Date.today() + timedelta(days=7 * week - fields.Date.today().weekday())
        for what in ("make", "keep"):
            seconds, processor, queries, meetings = _plan(env, monday)
            yield f"{size} offices: {what} {meetings:,} meetings", seconds, "s"
            yield f"{size} offices: {what} them, Odoo's own processor time an office", processor * 1000 / size, "ms"
            yield f"{size} offices: queries to {what} them", queries, ""
        yield f"{size} offices: memory of the process", psutil.Process().memory_info().rss / 2**20, "MB"
    yield from _roll_calls(env)


def _plan(env, monday):
    """Plan a week as the scheduled run does, in its batches; return both times, queries and the number of meetings."""
    schedules = env["sales.office.meeting.schedule"].search([], order="company_id, id")
    env.invalidate_all()
    meetings, queries, begin, processor = 0, env.cr.sql_log_count, time.perf_counter(), time.process_time()
    for batch in schedules._get_batches():
        meetings += len(batch._plan(monday, monday + timedelta(days=6)))
        env.cr.commit()  # as the job does: what its own transaction made PostgreSQL looks for again with each change
        env.invalidate_all()
    seconds, processor = time.perf_counter() - begin, time.process_time() - processor
    return seconds, processor, env.cr.sql_log_count - queries, meetings


def _roll_calls(env):
    """Yield the best time of several to open the roll call of few and of many."""
    for number in ROLL_CALLS:
        people = env["hr.employee"].create([{"name": f"Guest {n}"} for n in range(number)])
        meeting = env["sales.office.meeting"].create(
            {
                "department_id": env["hr.department"].search([("is_sales_office", "=", True)], limit=1).id,
                "start": fields.Datetime.now(),
                "attendance_ids": [fields.Command.create({"employee_id": employee.id}) for employee in people],
            }
        )
        times = []
        for _ in range(REPEATS):
            env.flush_all()
            env.invalidate_all()
            queries, begin = env.cr.sql_log_count, time.perf_counter()
            meeting.get_roll_call()
            times.append(time.perf_counter() - begin)
            queries = env.cr.sql_log_count - queries
        yield f"roll call of {number}: open", min(times) * 1000, "ms"
        yield f"roll call of {number}: queries", queries, ""


def _create_offices(env, number):
    """Make so many offices with a schedule each and ``PEOPLE`` members, who have users."""
    offices = env["hr.department"].create(
        [{"name": f"Office {n}", "company_id": env.company.id, "is_sales_office": True} for n in range(number)]
    )
    employees = hire(env, [office.id for office in offices for _n in range(PEOPLE)])
    managers = SQL(", ").join(SQL("(%s, %s)", *pair) for pair in zip(offices.ids, employees.ids[::PEOPLE], strict=True))
    env.cr.execute(
        SQL(
            "UPDATE hr_department SET manager_id = leader FROM (VALUES %s) AS led (office, leader) WHERE office = id",
            managers,
        )
    )
    env.invalidate_all()
    env["sales.office.meeting.schedule"].create([{"department_id": office.id} for office in offices])
