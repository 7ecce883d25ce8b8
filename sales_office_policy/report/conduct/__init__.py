from . import sales_office_violation_report
