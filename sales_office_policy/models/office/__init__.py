from . import register  # first, for the mixin of what the clerk's registers hold

from . import correspondence
from . import instruction
from . import licence
from . import supply

from . import check
from . import closing
from . import crm_lead
from . import document
from . import hr_department
from . import news
from . import res_company
from . import res_partner
from . import res_users
from . import sale_order
from . import settings
from . import today
