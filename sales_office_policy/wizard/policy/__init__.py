from . import sales_office_policy_compare
from . import sales_office_policy_send_back
