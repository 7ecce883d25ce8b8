from . import violation_type
from . import tariff
from . import penalty_change
from . import violation_step
from . import sanction_limit
