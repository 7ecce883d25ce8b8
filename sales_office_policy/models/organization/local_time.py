"""Days and times on the clocks of a place, without the ORM. What is stored is naive in UTC."""

from datetime import datetime, time, timedelta

from pytz import timezone, utc


def get_zone(name):
    """Return the time zone of this name; UTC without one."""
    return timezone(name or "UTC")


def get_today(zone):
    """Return the day it is in ``zone``."""
    return datetime.now(zone).date()


def to_local(moment, zone):
    """Return a ``moment`` (naive UTC) on the clocks of ``zone``, aware."""
    return utc.localize(moment).astimezone(zone)


def get_local_day(moment, zone):
    """Return the day it is in ``zone`` at a ``moment`` (naive UTC)."""
    return to_local(moment, zone).date()


def get_local_time(day, hour, zone):
    """Return ``hour`` (float, 0 to 24, to the minute) of ``day`` on the clocks of ``zone``, aware of their changes."""
    return zone.localize(datetime.combine(day, time.min) + timedelta(minutes=round(hour * 60)))


def get_utc_time(day, hour, zone):
    """Return when the clocks of ``zone`` show ``hour`` of ``day`` (see :func:`get_local_time`), naive in UTC."""
    return to_naive_utc(get_local_time(day, hour, zone))


def get_day_bounds(day, zone):
    """Return the first instant of ``day`` in ``zone`` and the first of the next day."""
    return get_local_time(day, 0, zone), get_local_time(day, 24, zone)


def get_last_moment(day, zone):
    """Return the last second of ``day`` in ``zone``, naive in UTC: midnight would be read as the next day."""
    return get_utc_time(day, 24, zone) - timedelta(seconds=1)


def to_naive_utc(moment):
    """Return an aware time as Odoo stores it, in whole seconds: schedules end at 23:59:59.999999 for 24:00."""
    moment = moment.astimezone(utc).replace(tzinfo=None)
    if moment.microsecond:
        moment = moment.replace(microsecond=0) + timedelta(seconds=1)
    return moment
