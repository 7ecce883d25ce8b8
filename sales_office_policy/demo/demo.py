"""Where the demo office's months come from: who and when, for the functions that fill its rooms."""

import csv
from datetime import datetime, time, timedelta

from dateutil.relativedelta import relativedelta
from pytz import timezone, utc

from odoo.tools import file_open

from ..models.organization.local_time import get_today
from .removal import MODULE

TIME_ZONE = "Asia/Shanghai"
#: languages of the demo office other than English: for each a table of its texts
LANGUAGES = ("zh_CN",)


def get_language(env):
    """Return the language of the demo office: the administrator's, where there is a table for it."""
    lang = env.ref("base.user_admin").lang
    return lang if lang in LANGUAGES else "en_US"


def read_words(lang):
    """Return {English text: text in that language} of everything the demo office says."""
    with file_open(f"{MODULE}/demo/words/{lang}.csv") as table:
        return {row["en_US"]: row[lang] for row in csv.DictReader(table)}


class Demo:
    """The demo office in the environment of its company, while it is filled."""

    def __init__(self, env):
        self.env = env
        self.today = get_today(timezone(TIME_ZONE))
        lang = env.context.get("lang") or "en_US"
        self.words = read_words(lang) if lang in LANGUAGES else {}

    def say(self, text):
        """Return a text in the office's language, or a table (tuple, dict) with its texts in it; the rest stays."""
        match text:
            case str():
                return self.words.get(text, text)
            case tuple():
                return tuple(map(self.say, text))
            case dict():
                return {key: self.say(value) for key, value in text.items()}
        return text

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


def open_office(env):
    """Return the :class:`Demo` of the demo company, in the language of the office."""
    company = env.ref(f"{MODULE}.demo_company")
    context = {"allowed_company_ids": company.ids, "tracking_disable": True, "mail_notrack": True}
    return Demo(company.with_context(**context, lang=get_language(env)).with_company(company).env)
