from . import closing
from . import day
from . import hours
from . import inspection
from . import punch

from . import check
from . import hr_attendance
from . import hr_department
from . import hr_employee
from . import hr_employee_public
from . import hr_version
from . import news
from . import res_company
from . import resource_calendar
from . import resource_calendar_leaves
from . import settings
from . import today
