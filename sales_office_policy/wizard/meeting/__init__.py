from . import meeting_follow_up
