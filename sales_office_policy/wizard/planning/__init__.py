from . import target_split
from . import planning_reason
