from . import commission_plan_part
from . import commission_multiplier
from . import commission_plan
from . import commission_plan_member
from . import commission_rule
from . import decisions
from . import periods
from . import rule_filters
