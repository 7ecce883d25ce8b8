from . import account_move
from . import payout
from . import payroll
