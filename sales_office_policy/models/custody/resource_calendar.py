from pytz import timezone, utc

from odoo import models


class ResourceCalendar(models.Model):
    _inherit = "resource.calendar"

    def _get_sales_office_day_end(self, moment, company, office):
        """Return when the office closes by this schedule on the day of ``moment``, less public holidays.

        :param datetime moment: naive UTC; the day is the one of the schedule's time zone
        :return: naive datetime in UTC; None without fixed hours or on a free day
        """
        if not self:
            return None
        day = utc.localize(moment).astimezone(timezone(self.tz)).date()
        key = (self, company, office)
        _hours, opening = self._get_sales_office_intervals_batch({key}, day, day)[key].get(day, (None, None))
        return opening[-1][1] if opening else None
