from . import sales_office_violation_decide
from . import sales_office_violation_text
from . import sales_office_setup
from . import sales_office_check_preview
from . import sales_office_check_preview_line
from . import sales_office_incident_report
from . import sales_office_reward_refuse
from . import sales_office_gift_decide
