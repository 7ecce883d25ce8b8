from . import meeting_reopen
from . import work_report_text
from . import meeting_excuse
from . import meeting_follow_up
