from datetime import date

from babel.dates import format_interval, format_skeleton

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools.misc import babel_locale_parse, get_lang

from ..record.phrases import join_phrases
from .deadline import Term


class SalesOfficeDeadlineMixin(models.AbstractModel):
    """A record with deadlines in working days: they wait for leave, and it is said how they were counted.

    Days are counted by the one clock of the workday room (``hr.employee._count_sales_office_deadlines``). Leave that
    is validated later moves a deadline of what is still open, and so does a make-up day that is none any more; it never
    comes earlier again.
    """

    _name = "sales.office.deadline.mixin"
    _description = "Sales Office Deadline Mixin"

    #: deadlines by the company's field with their number of working days; ``<deadline>_reason`` says it in words
    _deadline_days = {}

    # how they were counted, by deadline: see Deadline.to_json
    deadline_counts = fields.Json(readonly=True, copy=False, groups=fields.NO_ACCESS, export_string_translation=False)

    @api.depends("deadline_counts")
    @api.depends_context("lang")
    def _compute_deadline_reasons(self):
        for name in self._deadline_days:
            for record in self:
                counted = (record.deadline_counts or {}).get(name)
                record[f"{name}_reason"] = bool(counted) and self._explain_deadline(counted)

    def _get_open_deadline_domain(self, name):
        """Return the records whose deadline ``name`` still matters."""
        raise NotImplementedError

    def _get_deadline_term(self, days, since):
        """Return the :class:`.deadline.Term` of this record (sudo)."""
        return Term(days, since, self.employee_id, self.department_id, self.company_id)

    def _get_deadline_days(self, name):
        """Return how many working days the deadline ``name`` gives this record (sudo): as many as its company says."""
        return self.company_id[self._deadline_days[name]]

    def _count_deadlines(self, name, since=None):
        """Return ``{record id: Deadline}`` of a term that begins ``since``, or now; False where there are no days."""
        since = since or fields.Datetime.now()
        records = self.sudo()  # sudo: the days of a company are no secret, and a case is handed in by a clerk
        given = records.filtered(lambda record: record._get_deadline_days(name))
        terms = [record._get_deadline_term(record._get_deadline_days(name), since) for record in given]
        deadlines = self.env["hr.employee"]._count_sales_office_deadlines(terms)
        return dict.fromkeys(self.ids, False) | dict(zip(given.ids, deadlines, strict=True))

    def _prepare_deadline_vals(self, name, deadline):
        """Return the values with which this record keeps a :class:`.deadline.Deadline`, or none."""
        counts = {key: value for key, value in (self.deadline_counts or {}).items() if key != name}
        if not deadline:
            return {name: False, "deadline_counts": counts}
        moment = deadline.moment if self._fields[name].type == "datetime" else deadline.day
        return {name: moment, "deadline_counts": counts | {name: deadline.to_json()}}

    def _set_deadlines(self, name, since=None):
        """Begin a term for each of these records (sudo)."""
        deadlines = self._count_deadlines(name, since)
        self._write_alike({record: record._prepare_deadline_vals(name, deadlines[record.id]) for record in self})

    @api.model
    def _write_alike(self, changes):
        """Write ``{record: values}``, records with the same values together."""
        groups = {}
        for record, vals in changes.items():
            groups.setdefault(repr(vals), (vals, []))[1].append(record.id)
        for vals, ids in groups.values():
            self.browse(ids).write(vals)

    @api.model
    def _days_changed(self, employees):
        """Have what is still open wait for leave, holidays and days that are worked no longer, whatever it is.

        A constant number of queries for each kind.
        """
        if not employees:
            return
        for model_name in self.pool.descendants([self._name], "_inherit"):
            model = self.env[model_name].sudo()  # sudo: what waits follows from leave, whoever validates it
            if model._auto:
                for name in model._deadline_days:
                    mine = Domain("employee_id", "in", employees.ids) & Domain(name, "!=", False)
                    model.search(mine & Domain(model._get_open_deadline_domain(name)))._wait_for_leave(name)

    def _wait_for_leave(self, name):
        """Count the deadline of these records (sudo) again from the day it was set; it never comes earlier."""
        counted = self.filtered(lambda record: (record.deadline_counts or {}).get(name))
        terms = []
        for record in counted:
            count = record.deadline_counts[name]
            terms.append(record._get_deadline_term(count["days"], date.fromisoformat(count["since"])))
        changes, moved = {}, {}
        deadlines = self.env["hr.employee"]._count_sales_office_deadlines(terms)
        for record, deadline in zip(counted, deadlines, strict=True):
            vals = record._prepare_deadline_vals(name, deadline)
            if vals[name] > record[name]:
                changes[record], moved[record] = vals, deadline
        counted.with_context(tracking_disable=True)._write_alike(changes)
        self._say_waiting(name, moved)

    def _say_waiting(self, name, moved):
        """Say on each record, and in what is to be done about it, that there is more time now.

        :param dict moved: ``{record: Deadline}``
        """
        label = self._fields[name]._description_string(self.env)
        bodies = {
            record.id: self.env._(
                "%(deadline)s: %(day)s now (%(reason)s).",
                deadline=label,
                day=self._format_day(deadline.day),
                reason=self._explain_deadline(deadline.to_json()),
            )
            for record, deadline in moved.items()
        }
        self.browse(bodies)._message_log_batch(bodies=bodies)
        for record, deadline in moved.items():
            waiting = record.activity_ids.filtered(lambda a, day=deadline.day: a.automated and a.date_deadline < day)
            waiting.date_deadline = deadline.day

    @api.model
    def _explain_deadline(self, counted):
        """Return in the reader's language how a deadline was counted.

        :param dict counted: see :meth:`.deadline.Deadline.to_json`
        """
        days = counted["days"]
        parts = [self.env._("1 working day") if days == 1 else self.env._("%(days)s working days", days=days)]
        for day in counted["made_up"]:
            parts.append(self.env._("%(day)s is worked", day=self._format_day(date.fromisoformat(day))))
        for span in counted["leaves"]:
            parts.append(self.env._("waits for leave %(days)s", days=self._format_days(*span)))
        for first, last in counted["holidays"]:
            text = self._format_days(first, last)
            single = first == last
            parts.append(
                self.env._("%(day)s is a holiday", day=text)
                if single
                else self.env._("%(days)s are holidays", days=text)
            )
        return join_phrases(self.env, parts)

    @api.model
    def _format_day(self, day):
        """Return a day with its weekday, without the year, as the reader writes it."""
        return format_skeleton("MMMMEEEEd", day, locale=self._get_locale())

    @api.model
    def _format_days(self, first, last):
        """Return the days from ``first`` to ``last`` (ISO), without the year, as the reader writes them."""
        first, last = date.fromisoformat(first), date.fromisoformat(last)
        if first == last:
            return format_skeleton("MMMMd", first, locale=self._get_locale())
        text = format_interval(first, last, "MMMMd", locale=self._get_locale())
        return text.replace("\N{THIN SPACE}", " ")

    @api.model
    def _get_locale(self):
        return babel_locale_parse(get_lang(self.env).code)
