# a model before its parts
from . import visit

from . import visit_event
from . import visited_mixin
from . import visited_lead
from . import visited_partner
