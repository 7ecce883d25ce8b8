from . import sales_office_demo
from . import sales_office_demo_policy
from . import sales_office_demo_conduct
from . import sales_office_demo_meeting
from . import sales_office_demo_custody
from . import sales_office_demo_commission
