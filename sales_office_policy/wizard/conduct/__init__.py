from . import violation_decide
from . import setup
from . import check_preview
from . import check_preview_line
from . import incident_report
from . import gift_decide
