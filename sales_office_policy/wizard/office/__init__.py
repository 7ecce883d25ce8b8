from . import supply_entry
from . import supply_reason
from . import instruction_text
from . import instruction_assign
from . import register_dialog
from . import register_print
