from . import lead_snooze
from . import visit_report
