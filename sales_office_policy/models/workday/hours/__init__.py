# the mixin before what inherits it
from . import day_task

from . import makeup_day
from . import periods
from . import shift
from . import working_time
