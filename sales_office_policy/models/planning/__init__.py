from . import plan  # first, for the mixin of records that actions decide

from . import campaign
from . import target
from . import matrix

from . import crm_team
from . import membership
from . import res_company
from . import settings
from . import today
