# a model before its parts
from . import work_report

from . import planning
from . import report_days
from . import work_report_rule
