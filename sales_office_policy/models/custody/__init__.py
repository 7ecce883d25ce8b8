from . import access_log
from . import desk
from . import document
from . import loan
from . import stocktake

from . import check
from . import day
from . import hr_employee
from . import news
from . import res_company
from . import settings
from . import today
