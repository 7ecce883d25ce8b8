from . import history_mixin
from . import reward_type
from . import reward
from . import gift
from . import conduct_entry
