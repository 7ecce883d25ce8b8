from . import meeting_attendance
from . import prepared
