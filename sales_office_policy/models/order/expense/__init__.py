from . import expense_limit
