from . import books
from . import untaken
from . import product_cost
from . import res_company
from . import res_partner
from . import settings
from . import account_move
from . import account_move_reversal
