# the clock before what asks it
from . import lead_response
from . import answered_lead
