from . import violation_type
from . import violation_step
from . import sanction_limit
