# a model before its parts
from . import day

from . import day_task
from . import hr_attendance
from . import hr_employee_public
from . import hr_version
from . import refresh
from . import seen
