# a model before its parts
from . import meeting_schedule

from . import meeting_days
from . import planning
