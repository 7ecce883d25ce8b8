from . import note
from . import risk
from . import risk_trigger
