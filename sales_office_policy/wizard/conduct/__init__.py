from . import violation_decide
from . import violation_text
from . import setup
from . import check_preview
from . import check_preview_line
from . import incident_report
from . import reward_refuse
from . import gift_decide
