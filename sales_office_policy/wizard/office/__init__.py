from . import sales_office_supply_entry
from . import sales_office_supply_reason
from . import sales_office_instruction_text
from . import sales_office_instruction_assign
from . import sales_office_register_dialog
from . import sales_office_register_print
