from contextlib import contextmanager
from datetime import date, timedelta

from odoo import api, fields, models
from odoo.tools import split_every

from ...organization.rpc.rpc import core_door
from ...organization.spans import DAY
from .working_time import get_days, merge_spans

#: so many employee-days are brought in line at once, more are left to the job
AT_ONCE = 100
#: how many the job takes before it commits
TASKS = 200
#: where a transaction keeps what waits until all of it is known
GATHERED = "sales_office_days_gathered"


class SalesOfficeDaySourceMixin(models.AbstractModel):
    """A core record that the day status follows from: a change of it is seen at once, whoever makes it."""

    _name = "sales.office.day.source.mixin"
    _description = "Source of the Day Status"

    #: fields whose change matters
    _day_source_fields = frozenset()
    #: whether they say which days count for a deadline: what is still open waits for what is entered later
    _counts_days = False

    @core_door
    @api.model_create_multi
    def create(self, vals_list):
        """Look at the days again of which these records are facts."""
        records = super().create(vals_list)
        records._day_facts_changed(records._get_day_spans())
        return records

    @core_door
    def write(self, vals):
        """Look at the days again of which these records were or are facts."""
        if self._day_source_fields.isdisjoint(vals):
            return super().write(vals)
        before = self._get_day_spans()
        result = super().write(vals)
        self._day_facts_changed(before + self._get_day_spans())
        return result

    @core_door
    def unlink(self):
        """Look at the days again of which these records were facts."""
        spans = self._get_day_spans() if self else []
        result = super().unlink()
        self._day_facts_changed(spans)
        return result

    def _get_day_spans(self):
        """Return ``[(employee id, first day, last day)]`` that these records tell something about, generously."""
        raise NotImplementedError

    @api.model
    def _get_days_around(self, start, stop):
        """Return the first and last day on which two times (naive UTC) may lie, whatever the time zone."""
        # leave without an end is entered until the last day there is
        return max(start.date(), date.min + DAY) - DAY, min(stop.date(), date.max - DAY) + DAY

    @api.model
    def _day_facts_changed(self, spans):
        merged = merge_spans(spans)
        if not merged:
            return
        if self._counts_days:
            self.env["sales.office.deadline.mixin"]._days_changed(self.env["hr.employee"].browse(merged))
        self.env["sales.office.day.task"]._facts_changed(merged)


class SalesOfficeDayTask(models.Model):
    """Days of an employee to be looked at again, because something they follow from has changed.

    Few are looked at on the spot; many wait here for the job, which can be killed at any
    point: a task is deleted together with what it did.
    """

    _name = "sales.office.day.task"
    _description = "Days to Look At Again"
    _inherit = "sales.office.reader.mixin"
    _log_access = False
    _order = "id"

    employee_id = fields.Many2one("hr.employee", required=True, index=True, ondelete="cascade")
    date_from = fields.Date(required=True)
    date_to = fields.Date(required=True)

    @api.model
    def _facts_changed(self, spans):
        """Bring the day status in line with facts that have just changed, or have it done soon.

        One query and nothing else for people who never were in a sales office that uses the room.

        :param dict spans: ``{employee id: (first day, last day)}``, generously
        """
        gathered = self.env.cr.cache.get(GATHERED)
        if gathered is not None:
            gathered += [(employee_id, *span) for employee_id, span in spans.items()]
            return
        members = self.env["hr.employee"]._get_workday_members(spans)
        tomorrow = fields.Date.today() + timedelta(days=1)
        oldest = {company: company._get_sales_office_oldest_day() for company in members.company_id}
        # what is older than the days looked back is corrected where it is known, but not made
        known = self._get_oldest_known(
            [employee.id for employee in members if spans[employee.id][0] < oldest[employee.company_id]]
        )
        wanted = {}
        for employee in members:
            first, last = spans[employee.id]
            begin = oldest[employee.company_id]
            wanted[employee] = (max(first, min(begin, known.get(employee.id, begin))), min(last, tomorrow))
        wanted = {employee: span for employee, span in wanted.items() if span[0] <= span[1]}
        if sum((last - first).days + 1 for first, last in wanted.values()) <= AT_ONCE:
            self._refresh_spans(wanted)
        else:
            self._enqueue(wanted)

    @contextmanager
    def _gathering(self):
        """Look at all days whose facts change within at once, at the end: Odoo writes versions one by one."""
        cache = self.env.cr.cache
        if GATHERED in cache:
            yield
            return
        gathered = cache[GATHERED] = []
        try:
            yield
        finally:
            cache.pop(GATHERED, None)
        if gathered:
            self._facts_changed(merge_spans(gathered))

    @api.model
    def _get_oldest_known(self, ids):
        """Return ``{employee id: first day with a row}``."""
        if not ids:
            return {}
        groups = (
            self.env["sales.office.day"].sudo()._read_group([("employee_id", "in", ids)], ["employee_id"], ["date:min"])
        )
        return {employee.id: first for employee, first in groups}

    @api.model
    def _enqueue(self, spans):
        """Leave employees and their days to the job."""
        if not spans:
            return
        tasks = [
            {"employee_id": employee.id, "date_from": first, "date_to": last}
            for employee, (first, last) in spans.items()
        ]
        self.sudo().create(tasks)  # sudo: nobody has access to tasks
        # nobody is kept from signing in because somebody deleted the job
        if job := self.env.ref("sales_office_policy.ir_cron_refresh_days", raise_if_not_found=False):
            job.sudo()._trigger()  # sudo: anybody's fact may change

    @api.model
    def _enqueue_members(self, employees):
        """Have the look-back window of employees looked at, tomorrow included."""
        tomorrow = fields.Date.today() + timedelta(days=1)
        oldest = {company: company._get_sales_office_oldest_day() for company in employees.company_id}
        spans = {employee: (oldest[employee.company_id], tomorrow) for employee in employees}
        self._enqueue({employee: span for employee, span in spans.items() if span[0] <= span[1]})

    @api.model
    def _cron_enqueue(self):
        """Every night, look again at the look-back window of everybody who is in a sales office that uses the room.

        Who left has their rows; what changes about them later is seen when it changes.
        """
        self._enqueue_members(self.env["hr.employee"]._get_workday_members().filtered("active"))

    @api.model
    def _cron_refresh(self):
        """Look at the days that wait for it, and at those that time alone has changed, in batches."""
        tasks = self.search([])
        pending = self.env["sales.office.day"]._search_pending()
        self.env["ir.cron"]._commit_progress(remaining=len(tasks) + len(pending))
        for ids in split_every(TASKS, pending.ids):
            pending.browse(ids)._settle()
            if not self.env["ir.cron"]._commit_progress(len(ids)):
                return
        for ids in split_every(TASKS, tasks.ids):
            batch = tasks.browse(ids).exists()
            self._refresh_spans(batch._get_spans())
            batch.unlink()
            if not self.env["ir.cron"]._commit_progress(len(ids)):
                return

    def _get_spans(self):
        """Return ``{employee: (first day, last day)}`` that covers these tasks."""
        return {
            employee: (min(tasks.mapped("date_from")), max(tasks.mapped("date_to")))
            for employee, tasks in self.grouped("employee_id").items()
        }

    @api.model
    def _refresh_spans(self, spans):
        """Bring the rows in line, employees with the same days together."""
        by_span = {}
        for employee, span in spans.items():
            by_span.setdefault(span, []).append(employee.id)
        Day = self.env["sales.office.day"].sudo()  # sudo: rows are written by nobody, they follow from the facts
        for (first, last), ids in by_span.items():
            Day._refresh(Day.env["hr.employee"].browse(ids), get_days(first, last), recent=True)
