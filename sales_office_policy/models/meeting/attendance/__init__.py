# a model before its parts
from . import meeting_attendance

from . import prepared
