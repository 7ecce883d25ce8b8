from . import sales_office_credit_dialog
from . import sales_office_statement_generate
from . import sales_office_statement_reason
