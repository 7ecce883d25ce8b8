from . import sales_office_meeting_reopen
