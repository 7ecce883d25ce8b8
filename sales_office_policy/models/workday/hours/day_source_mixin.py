from datetime import date, timedelta

from odoo import api, models

from ...organization.rpc.rpc import core_door
from .working_time import merge_spans


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
        day = timedelta(days=1)
        # leave without an end is entered until the last day there is
        return max(start.date(), date.min + day) - day, min(stop.date(), date.max - day) + day

    @api.model
    def _day_facts_changed(self, spans):
        merged = merge_spans(spans)
        if not merged:
            return
        if self._counts_days:
            self.env["sales.office.deadline.mixin"]._days_changed(self.env["hr.employee"].browse(merged))
        self.env["sales.office.day.task"]._facts_changed(merged)
