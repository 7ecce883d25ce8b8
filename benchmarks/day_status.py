"""What one day's status and its checks cost for 250, 1,000 and 4,000 employees: time, queries and memory."""

import gc
import time
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path

from odoo.tools import SQL

from benchmarks._measured import keep

SIZES = (250, 1_000, 4_000)
DAY = date(2026, 3, 10)
LOOK_BACK = 31
CHECKS = ("late_arrival", "early_leave", "absence", "sign_in_missing", "sign_out_missing")
MEMORY = Path("/proc/self/status")


def run(env):
    """Yield the figures for each size; one in four is late, one in ten absent, one in twenty on leave."""
    company = env.company
    company.write({"sales_office_day_since": DAY - timedelta(days=400)})
    company.sales_office_room_ids |= env.ref("sales_office_policy.room_workday")
    company.resource_calendar_id.tz = "Asia/Shanghai"
    office = env["hr.department"].create({"name": "Office", "company_id": company.id, "is_sales_office": True})
    checks = env["sales.office.check"].union(*(env.ref(f"sales_office_policy.check_{code}") for code in CHECKS))
    checks.write({"mode": "suspect", "enforced_from": DAY})
    employees = env["hr.employee"]
    for size in SIZES:
        employees |= _hire(env, office, len(employees), size)
        _attend(env, employees)
        keep(env)  # who belongs where, too, which is not found out by a day or a check
        day = partial(env["sales.office.day"].refresh, employees, DAY, DAY)
        yield from _measure(env, size, "day made", day)
        yield from _measure(env, size, "the same day again", day)
        yield from _measure(env, size, "five checks of it", partial(checks.run, DAY, DAY))
        if size == SIZES[1]:
            days = partial(env["sales.office.day"].refresh, employees, DAY - timedelta(days=LOOK_BACK), DAY)
            yield from _measure(env, size, f"{LOOK_BACK} days made", days)
            yield from _measure(env, size, f"{LOOK_BACK} days again", days)
        _forget(env)


def _measure(env, size, what, work):
    """Yield time, queries and peak memory of ``work``, which begins with an empty cache."""
    env.flush_all()
    env.invalidate_all()
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5")  # the peak is counted anew
    queries, begin, processor = env.cr.sql_log_count, time.perf_counter(), time.process_time()
    work()
    env.flush_all()
    elapsed, processor = time.perf_counter() - begin, time.process_time() - processor
    yield f"{size:,} employees, {what}: per employee", elapsed * 1000 / size, "ms"
    yield f"{size:,} employees, {what}: of it Odoo's own processor time", processor * 1000 / size, "ms"
    yield f"{size:,} employees, {what}: queries", env.cr.sql_log_count - queries, ""
    yield f"{size:,} employees, {what}: peak memory", _peak(), "MB"


def _peak():
    line = next(line for line in MEMORY.read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def _hire(env, office, begin, end):
    """Return so many new employees, copied in the database: made one by one they would take the longest by far."""
    first = env["hr.employee"].create(
        {
            "name": f"Member {begin}",
            "company_id": env.company.id,
            "department_id": office.id,
            "resource_calendar_id": env.company.resource_calendar_id.id,
            "date_version": "2020-01-01",
        }
    )
    env.flush_all()
    resources = _copy(env, first.resource_id, "resource_id", [None] * (end - begin - 1))
    employees = _copy(env, first, "resource_id", resources)
    _copy(env, first.version_ids, "employee_id", employees)
    env.cr.execute(
        "UPDATE hr_employee SET current_version_id = hr_version.id FROM hr_version WHERE employee_id = hr_employee.id"
    )
    env.invalidate_all()
    return first.browse([first.id, *employees])


def _copy(env, record, link, values):
    """Insert copies of the record's row that differ in the column ``link``, and return their ids."""
    columns = [name for name, field in record._fields.items() if field.store and field.column_type]
    kept = [name for name in columns if name not in ("id", link)]
    names = SQL(", ").join(map(SQL.identifier, kept))
    added = [SQL.identifier(link)] if link in columns else []
    query = SQL(
        "INSERT INTO %(table)s (%(columns)s) SELECT %(source)s FROM %(table)s, unnest(%(values)s::int[]) value "
        "WHERE id = %(id)s RETURNING id",
        table=SQL.identifier(record._table),
        columns=SQL(", ").join([names, *added]),
        source=SQL(", ").join([names, *[SQL("value") for _name in added]]),
        values=values,
        id=record.id,
    )
    return [id_ for (id_,) in env.execute_query(query)]


def _attend(env, employees):
    """Give everybody their attendances of the day, and in one size of the days looked back, and some of them leave."""
    env.cr.execute(SQL("DELETE FROM hr_attendance WHERE employee_id IN %s", employees._ids))
    rows = []
    for back in range(LOOK_BACK + 1) if len(employees) == SIZES[1] else (0,):
        day = DAY - timedelta(days=back)
        midnight = datetime(day.year, day.month, day.day) - timedelta(hours=8)
        for number, employee in enumerate(employees):
            if (number + back) % 10:
                come = midnight + timedelta(hours=7.8 if (number + back) % 4 else 8.5)
                rows.append((employee.id, come, midnight + timedelta(hours=18), day, "kiosk", "kiosk", 9.0))
    env.cr.execute(
        SQL(
            "INSERT INTO hr_attendance (employee_id, check_in, check_out, date, in_mode, out_mode, worked_hours) "
            "VALUES %s",
            SQL(", ").join(SQL("%s", row) for row in rows),
        )
    )
    start = datetime(DAY.year, DAY.month, DAY.day) - timedelta(hours=8)
    env["resource.calendar.leaves"].search([("resource_id", "in", employees.resource_id.ids)]).unlink()
    env["resource.calendar.leaves"].create(
        [
            {"name": "Leave", "resource_id": person.resource_id.id, "date_from": start, "date_to": start + timedelta(1)}
            for person in employees[::20]
        ]
    )


def _forget(env):
    """Take the rows and cases away again, so that the next size begins with none."""
    env.cr.execute("DELETE FROM sales_office_finding")
    env.cr.execute("DELETE FROM sales_office_violation")
    env.cr.execute("DELETE FROM sales_office_day")
    env.cr.execute("DELETE FROM sales_office_day_task")
    env.cr.execute("UPDATE hr_employee SET sales_office_days_from = NULL, sales_office_days_to = NULL")
    env.invalidate_all(flush=False)
