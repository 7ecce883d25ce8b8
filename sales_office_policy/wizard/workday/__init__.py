from . import sales_office_day_excuse
from . import sales_office_day_recount
from . import sales_office_punch_import
from . import sales_office_closing_dialog
from . import sales_office_inspection_withdrawal
