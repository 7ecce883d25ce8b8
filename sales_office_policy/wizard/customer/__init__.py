from . import lead_snooze
