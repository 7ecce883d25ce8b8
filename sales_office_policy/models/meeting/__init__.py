from . import attendance
from . import figures
from . import line
from . import meeting
from . import schedule
from . import work_report

from . import calendar_event
from . import calendar_feed
from . import check
from . import day
from . import day_text
from . import mail_activity
from . import news
from . import res_company
from . import resource_calendar_leaves
from . import settings
from . import today
