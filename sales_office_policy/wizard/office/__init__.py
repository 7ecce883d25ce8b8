from . import supply_entry
from . import instruction_decide
from . import instruction_assign
from . import register_dialog
from . import register_print
