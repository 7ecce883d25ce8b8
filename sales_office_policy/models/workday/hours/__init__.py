# the mixin before what inherits it
from . import day_source_mixin

from . import makeup_day
from . import periods
from . import shift
from . import working_time
