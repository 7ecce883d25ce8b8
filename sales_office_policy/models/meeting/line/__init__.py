# a model before its parts
from . import meeting_line

from . import meeting_notice_read
from . import task
