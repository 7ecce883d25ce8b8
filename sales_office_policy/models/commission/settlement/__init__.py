from . import settlement
from . import adjustment
from . import commission_wording
from . import dues
from . import earned
from . import fines
from . import settlement_run
