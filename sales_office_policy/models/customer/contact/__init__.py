# the view before what asks it
from . import contact
from . import lead_search
from . import call
from . import contacted_lead
from . import contacted_partner
