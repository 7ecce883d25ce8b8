"""Where the demo office's months come from: who and when, for the functions that fill its rooms."""

from datetime import datetime, time, timedelta

from dateutil.relativedelta import relativedelta
from pytz import timezone, utc

from ..models.organization.local_time import get_today
from .removal import MODULE

TIME_ZONE = "Asia/Shanghai"


class Demo:
    """The demo office in the environment of its company, while it is filled."""

    def __init__(self, env):
        self.env = env
        self.today = get_today(timezone(TIME_ZONE))

    def ref(self, name):
        """Return the demo record of that name."""
        return self.env.ref(f"{MODULE}.{name}").with_env(self.env)

    def user(self, login):
        """Return the user with that login."""
        return self.ref(f"demo_user_{login}")

    def employee(self, login):
        """Return the employee with that login."""
        return self.ref(f"demo_employee_{login}")

    def in_days(self, days):
        """Return the day so many days from today, as the office's calendar has it."""
        return self.today + timedelta(days=days)

    def get_last_month(self):
        """Return the first and the last day of the month before the installation."""
        first = self.today.replace(day=1) - relativedelta(months=1)
        return first, first + relativedelta(months=1, days=-1)

    def get_working_days(self):
        """Return the working days since the beginning of last month, until yesterday."""
        first, _last = self.get_last_month()
        days = [first + timedelta(days=n) for n in range((self.today - first).days)]
        return [day for day in days if day.weekday() < 5]

    def at(self, day, hour):
        """Return the UTC time of an hour (float) of a day in the office's time zone."""
        local = datetime.combine(day, time()) + timedelta(hours=hour)
        return timezone(TIME_ZONE).localize(local).astimezone(utc).replace(tzinfo=None)
