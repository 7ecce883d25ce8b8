from . import account_move
from . import payroll
