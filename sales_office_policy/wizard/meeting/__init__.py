from . import sales_office_meeting_reopen
from . import sales_office_work_report_text
from . import sales_office_meeting_excuse
from . import sales_office_meeting_follow_up
