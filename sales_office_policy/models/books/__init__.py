from . import books
from . import product_cost
from . import res_company
from . import res_partner
from . import account_move
