"""Readings of a terminal that become attendances: a file read, previewed and imported, by its length."""

from base64 import b64encode
from datetime import date, timedelta

from odoo import fields

from benchmarks._measured import measured

SIZES = (1_000, 10_000)
#: readings of a person: arriving and leaving on twenty days
EACH = 40
#: weeks ago, for each size
BEGINS = (12, 6)


def run(env):
    """Yield time, queries and memory of the dialog's three steps, and of the same file a second time."""
    company = env.company
    company.sales_office_room_ids = env["sales.office.room"].search([])
    company.sales_office_day_since = date.today() - timedelta(weeks=16)
    office = env["hr.department"].create({"name": "Office", "company_id": company.id, "is_sales_office": True})
    env["hr.employee"].create(
        [
            {"name": f"Employee {n}", "barcode": f"9{n:05}", "department_id": office.id, "date_version": "2025-01-01"}
            for n in range(SIZES[-1] // EACH)
        ]
    )
    env.flush_all()
    monday = date.today() - timedelta(days=date.today().weekday())
    for weeks, size in zip(BEGINS, SIZES, strict=True):
        data = b64encode(_get_file(monday - timedelta(weeks=weeks), size))
        dialog = _open(env, data)
        yield from _measure(env, f"{size:,} readings: preview", dialog.action_preview)
        yield from _measure(env, f"{size:,} readings: import", dialog.action_confirm)
        yield f"{size:,} readings: attendances", dialog.attendance_count, ""
        again = _open(env, data)
        yield from _measure(env, f"{size:,} readings: the same file again", again.action_preview)


def _get_file(first, size):
    """Return a terminal's text of so many readings on the weekdays of four weeks."""
    days = [first + timedelta(days=n) for n in range(28) if (first + timedelta(days=n)).weekday() < 5]
    lines = [
        f"9{person:05}\t{day} {hour:02}:{(person + day.day) % 60:02}:00\t1\t0"
        for person in range(size // EACH)
        for day in days
        for hour in (8, 17)
    ]
    return "\n".join(lines).encode()


def _open(env, data):
    dialog = env["sales.office.punch.import"].new({"file": data, "file_name": "readings.txt", "tz": "UTC"})
    dialog._onchange_file()
    columns = [fields.Command.create({"number": column.number, "role": column.role}) for column in dialog.column_ids]
    return env["sales.office.punch.import"].create({"file": data, "tz": "UTC", "column_ids": columns})


def _measure(env, what, work):
    cost = measured(env, lambda: (work(), env.flush_all()))
    yield what, cost.seconds, "s"
    yield f"{what}, queries", cost.queries, ""
