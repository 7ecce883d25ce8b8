from . import contract
from . import delivery
from . import mandate

from . import check
from . import crm_lead
from . import document_desk
from . import mail_activity
from . import res_company
from . import sale_order
from . import sale_order_line
from . import settings
from . import today
