from . import sales_office_target_split
from . import sales_office_planning_reason
