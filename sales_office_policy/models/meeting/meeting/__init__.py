# a model before its parts
from . import meeting

from . import calendar
from . import plan
from . import report
from . import roll_call
