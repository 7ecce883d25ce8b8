from . import payroll_dialog
