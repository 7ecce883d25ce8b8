# what is added to Odoo's models, before the models
from . import contact
from . import response
from . import follow_up
from . import visit
from . import file

from . import calendar_event
from . import check
from . import crm_lead
from . import crm_stage
from . import crm_team
from . import day
from . import deadline_mixin
from . import figures
from . import mail_message
from . import mail_thread
from . import complaint
from . import market
from . import meeting
from . import meeting_attendance
from . import res_company
from . import res_partner
from . import sale_order
from . import settings
from . import today
