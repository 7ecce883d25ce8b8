from . import commission_plan_reopen
from . import commission_simulation
