from . import settlement
from . import adjustment
from . import commission_wording
from . import earned
from . import settlement_run
from . import open_amounts
