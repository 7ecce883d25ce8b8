from . import sales_office_credit_dialog
from . import sales_office_statement_generate
from . import sales_office_statement_generate_later
from . import sales_office_statement_reason
from . import sales_office_contest_reason
from . import sales_office_due_dialog
from . import sales_office_statement_pay
from . import sales_office_payroll_dialog
