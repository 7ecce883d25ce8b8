from . import sales_office_meeting
from . import sales_office_meeting_conduct
from . import sales_office_meeting_attendance
from . import res_company
from . import sales_office_settings
from . import sales_office_today
