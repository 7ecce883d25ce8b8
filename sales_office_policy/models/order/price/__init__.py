# a model before its parts
from . import discount_limit
from . import price_approval
from . import decider
from . import price_book
from . import price_list
from . import counted
from . import priced_order
from . import price_typing
from . import price_wording
from . import comparison
from . import product_pricelist
