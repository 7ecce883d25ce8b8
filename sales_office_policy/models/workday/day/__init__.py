# a model before its parts
from . import day

from . import month_sheet
from . import month_signs
from . import refresh
from . import seen
