# registers
from . import sales_office_register_dialog
from . import sales_office_register_print
