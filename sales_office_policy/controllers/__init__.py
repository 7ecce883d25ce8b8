from . import meeting_sign_in
from . import hr_attendance
from . import price_decision
from . import quotation_page
from . import calendar_feed
