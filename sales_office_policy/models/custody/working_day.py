"""Arithmetic of working days, without the ORM: local hours, day bounds, the end that counts."""

from datetime import datetime, time, timedelta


def get_local_time(day, hour, zone):
    """Return ``hour`` (float, 0 to 24) of ``day`` on the wall clock of ``zone``, aware of clock changes."""
    return zone.localize(datetime.combine(day, time.min) + timedelta(hours=hour))


def get_day_bounds(day, zone):
    """Return the first instant of ``day`` in ``zone`` and the first of the next day."""
    return get_local_time(day, 0, zone), get_local_time(day, 24, zone)


def get_first_end(moment, ends):
    """Return the first of ``ends`` that lies after ``moment``; ends that do not exist are None."""
    return next((end for end in ends if end and end > moment), None)
