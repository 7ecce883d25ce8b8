from . import closing
from . import day
from . import hours
from . import inspection
from . import punch

from . import check
from . import hr_department
from . import hr_employee
from . import res_company
from . import settings
from . import today
