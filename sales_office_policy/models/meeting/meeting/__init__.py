# a model before its parts
from . import meeting

from . import calendar
from . import calendar_event
from . import plan
from . import report
from . import resource_calendar_leaves
from . import roll_call
