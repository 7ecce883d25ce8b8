from pytz import timezone

from odoo import models

from .working_day import get_day_bounds


class ResourceCalendar(models.Model):
    _inherit = "resource.calendar"

    def _get_sales_office_day_end(self, moment, company, resource=None):
        """Return when work by this schedule ends on the day of ``moment``, less holidays and the resource's leave.

        :param datetime moment: aware; the day is the one of the schedule's time zone
        :return: aware datetime; None without a schedule, with flexible hours or on a free day
        """
        if not self or self.flexible_hours:
            return None
        zone = timezone(self.tz)
        start, stop = get_day_bounds(moment.astimezone(zone).date(), zone)
        resource = resource or self.env["resource.resource"]
        # without a resource core would count the public holidays of every company
        leaves = [("time_type", "=", "leave"), ("company_id", "in", [False, company.id])]
        intervals = self._work_intervals_batch(start, stop, resources=resource, domain=leaves, tz=zone)
        return max((end for _start, end, _attendance in intervals[resource.id]), default=None)
