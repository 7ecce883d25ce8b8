"""Past days keep the hours they had, and are late beyond the minutes overlooked only.

A row says what was expected; where leave or a holiday was taken off it, the schedule says what of. Shifts over midnight
were cut in two: their rows keep nothing and are counted anew.
"""

from odoo import SUPERUSER_ID, api
from odoo.tools import split_every

from odoo.addons.sales_office_policy.models.workday.hours.working_time import get_days

BATCH = 2000
#: what the version of the day says
CALENDAR = """
(SELECT version.resource_calendar_id FROM hr_version version
  WHERE version.employee_id = day.employee_id AND version.active
  ORDER BY version.date_version <= day.date DESC,
           CASE WHEN version.date_version <= day.date THEN version.date_version END DESC, version.date_version
  LIMIT 1)
"""
KEEP = f"""
UPDATE sales_office_day day
   SET plan = jsonb_build_object('hours', COALESCE(day.expected_intervals, '[]'::jsonb), 'calendar', {CALENDAR},
                                 'weekday', NULL)
  FROM pg_timezone_names zone
 WHERE zone.name = day.tz AND day.plan IS NULL AND day.settles_at IS NULL
   AND '00:00' NOT IN ((day.expected_start AT TIME ZONE 'UTC' AT TIME ZONE day.tz)::time,
                       (day.expected_end AT TIME ZONE 'UTC' AT TIME ZONE day.tz)::time)
"""
OVERLOOK = """
UPDATE sales_office_day SET {minutes} = 0 WHERE company_id = %s AND {minutes} BETWEEN 1 AND %s
"""
STATUS = """
UPDATE sales_office_day
   SET status = CASE WHEN late_minutes > 0 THEN 'late'
                     WHEN early_minutes > 0 THEN 'early'
                     WHEN missing_sign_in OR missing_sign_out THEN 'incomplete'
                     ELSE 'present' END
 WHERE (status = 'late' AND late_minutes = 0) OR (status = 'early' AND early_minutes = 0)
"""


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {"active_test": False})
    for code, minutes in (("late_arrival", "late_minutes"), ("early_leave", "early_minutes")):
        check = env["sales.office.check"].search([("code", "=", code)])
        for company in env["res.company"].search([]) if check else ():
            cr.execute(OVERLOOK.format(minutes=minutes), [company.id, check.with_company(company).grace_minutes])
    cr.execute(STATUS)
    cr.execute(KEEP)
    env.invalidate_all()
    _complete_hours(env)


def _complete_hours(env):
    """Give days with leave or holidays the hours these were taken off, as far as the schedule still says the rest."""
    reduced = [("excuse_kind", "in", ("leave", "holiday")), ("plan", "!=", False)]
    days = env["sales.office.day"].search(reduced)
    for ids in split_every(BATCH, days.ids):
        rows = days.browse(ids)
        first, last = min(rows.mapped("date")), max(rows.mapped("date"))
        workdays = rows.employee_id._get_sales_office_plans(first, last, recount=get_days(first, last))
        for row in rows:
            plan = workdays[row.employee_id.id].get(row.date)
            if plan and plan.hours:
                hours = [[str(start), str(stop)] for start, stop in plan.hours]
                row.plan = {**row.plan, "hours": hours}
        env.flush_all()
        env.invalidate_all()
