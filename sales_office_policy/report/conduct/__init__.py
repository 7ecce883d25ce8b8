from . import violation_report
