# mixins first: Odoo wants to know what a model inherits from
from . import record
from . import deadline
from . import hierarchy
from . import membership
from . import posts
from . import printing
from . import calendar_feed
from . import messages
from . import first_step
from . import ir_http
from . import ir_ui_menu
from . import res_company
from . import room
from . import settings
from . import today
from . import web_tour_tour
