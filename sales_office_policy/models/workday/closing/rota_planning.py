from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import split_every

from ...organization.local_time import get_local_day, get_today, get_zone
from ..hours.working_time import get_days
from .duty_turns import plan_turns

#: days ahead for which duties are planned
PLAN_DAYS = 14
#: the longest break, in days, before which the last working day is known
LONGEST_BREAK = 31
#: offices planned in one transaction
BATCH = 200


class SalesOfficeClosingRota(models.Model):
    """Planning the coming duties, for all offices at once: who can be on duty, and whose last turn was when."""

    _inherit = "sales.office.closing.rota"

    @api.model
    def _cron_plan_closings(self):
        """Plan the coming duties of every office; what is planned already only follows changes."""
        rotas = self.search([]).filtered(lambda rota: rota.company_id._sales_office_uses("workday"))
        self.env["ir.cron"]._commit_progress(remaining=len(rotas))
        for ids in split_every(BATCH, rotas.ids):
            self.browse(ids)._plan_closings()
            if not self.env["ir.cron"]._commit_progress(len(ids)):
                break

    def _plan_closings(self, assigned=None):
        """Make the closing lists of the coming days agree with rotas, templates, calendars and leave (sudo).

        The number of queries does not depend on the number of offices of a company.

        :param dict assigned: ``{rota: {day: employee}}`` decided by hand just now
        """
        for company, rotas in self.grouped("company_id").items():
            rotas.with_company(company)._plan_company(assigned or {})

    def _plan_company(self, assigned):
        days = self._get_duty_days()
        closings = self.env["sales.office.closing"]._get_coming(self, days)
        is_there = self._get_presence(closings, days)
        last_turns = self._get_last_turns(closings, days)
        applying = self._get_applying_templates(closings, days)
        wanted = {}
        for rota in self:
            today, weekly = days[rota][0], rota.period == "week"
            turns = {
                day: turn
                for day in applying[rota]
                if (turn := closings[rota, day]._get_settled_turn(day == today, is_there))
            }
            turns |= {day: (employee, weekly) for day, employee in assigned.get(rota, {}).items()}
            turns |= plan_turns(list(rota._get_members()), applying[rota], weekly, last_turns[rota], is_there, turns)
            for day in applying[rota].keys() & turns.keys():
                wanted |= {(rota, day, template): turns[day] for template in applying[rota][day]}
            uncovered = min(applying[rota].keys() - turns.keys(), default=False)
            if rota.uncovered_date != uncovered:
                rota.uncovered_date = uncovered
        self.env["sales.office.closing"]._sync_with_schedule(wanted, closings, days, assigned)

    def _get_applying_templates(self, closings, days):
        """Return ``{rota: {day: templates}}``: the evenings with something to tick whose end time is to come."""
        by_office = self.env["sales.office.closing.template"]._get_by_office(self.department_id)
        now = fields.Datetime.now()
        applying = {}
        for rota in self:
            zone = rota._get_zone()
            applying[rota] = {}
            for day, qualities in days[rota][1].items():
                templates = by_office[rota.department_id]._filter_applying(*qualities)
                coming = any(template._get_deadline(day, zone) > now for template in templates)
                if templates and (coming or closings[rota, day]):
                    applying[rota][day] = templates
        return applying

    def _get_duty_days(self):
        """Return ``{rota: (today in its office, {open day: (before a closed day, before a holiday)})}``."""
        todays = {rota: get_today(rota._get_zone()) for rota in self}
        first, last = min(todays.values()), max(todays.values()) + timedelta(days=PLAN_DAYS + LONGEST_BREAK)
        open_days = self.department_id._get_sales_office_working_days(first, last)
        holidays = self._get_holidays(first, last)
        result = {}
        for rota, today in todays.items():
            worked = sorted(day for day in open_days[rota.department_id] if day >= today)
            following = dict(zip(worked, worked[1:], strict=False))
            qualities = {}
            for day in worked:
                if day > today + timedelta(days=PLAN_DAYS):
                    break
                next_day = following.get(day, day + timedelta(days=LONGEST_BREAK))
                closed = set(get_days(day + timedelta(days=1), next_day - timedelta(days=1)))
                qualities[day] = bool(closed), not closed.isdisjoint(holidays[rota])
            result[rota] = today, qualities
        return result

    def _get_holidays(self, date_from, date_to):
        """Return ``{rota: days that a public holiday of its office's schedule touches}``."""
        hours = {rota: rota.department_id._get_sales_office_hours(rota.company_id) for rota in self}
        closures = self.env["resource.calendar"]._get_sales_office_closures(self.company_id, date_from, date_to)
        days = {}
        for calendar in set(hours.values()):
            zone = get_zone(calendar.tz)
            here = closures.get_holidays(self.company_id.id, calendar.id, zone)
            days[calendar] = {day for start, stop in here for day in _get_local_days(start, stop, zone)}
        return {rota: days[calendar] for rota, calendar in hours.items()}

    def _get_zone(self):
        self.ensure_one()
        return get_zone(self.department_id._get_sales_office_tz(self.company_id))

    def _drop_coming(self):
        """Take back the coming duties of rotas that are no longer used (sudo); today's stays."""
        coming = self.env["sales.office.closing"].search(
            [
                ("office_id", "in", self.department_id.ids),
                ("company_id", "in", self.company_id.ids),
                ("state", "=", "open"),
                ("by_hand", "=", False),
                ("deadline", ">", fields.Datetime.now() + timedelta(days=1)),
            ]
        )
        coming.unlink()

    def _get_members(self):
        """Return those in the rota (sudo) who still work in its office, in order."""
        self.ensure_one()
        employees = self.line_ids.employee_id.sudo()  # sudo: whether and where somebody works is all that is asked
        return employees.filtered(
            lambda employee: (
                employee.active
                and employee.company_id == self.company_id
                and employee.department_id.sales_office_id == self.department_id
            )
        )

    def _get_presence(self, closings, days):
        """Return a function ``(employee, day)``: is they at work in one of these offices that evening?"""
        offices = self.department_id
        on_duty = self.env["sales.office.closing"].union(*closings.values()).employee_id.sudo()
        employees = (self.line_ids.employee_id.sudo() | on_duty).filtered(
            lambda employee: employee.active and employee.department_id.sales_office_id in offices
        )
        dates = [day for today, open_days in days.values() for day in (today, *open_days)]
        evenings = employees._get_sales_office_evenings(min(dates), max(dates))
        return lambda employee, day: day in evenings.get(employee, ())

    def _get_last_turns(self, closings, days):
        """Return ``{rota: {employee: last day of a turn of their own, before today}}``."""
        first = min(today for today, _open_days in days.values())
        groups = self.env["sales.office.closing"]._read_group(
            [
                ("office_id", "in", self.department_id.ids),
                ("employee_id", "in", self.line_ids.employee_id.ids),
                ("stands_in", "=", False),
                ("date", "<", first),
            ],
            ["office_id", "employee_id"],
            ["date:max"],
        )
        by_office = defaultdict(dict)
        for office, employee, day in groups:
            by_office[office][employee] = day
        last_turns = {rota: dict(by_office[rota.department_id]) for rota in self}
        # in offices further east the day has changed already
        for (rota, day), lists in sorted(closings.items(), key=lambda item: item[0][1]):
            if day < days[rota][0]:
                last_turns[rota] |= {closing.employee_id: day for closing in lists if not closing.stands_in}
        return last_turns


def _get_local_days(start, stop, zone):
    """Return the days in ``zone`` that a span (naive, UTC) touches."""
    # its end is the first instant after it
    return get_days(*(get_local_day(moment, zone) for moment in (start, stop - timedelta(seconds=1))))
