from . import supply
from . import supply_move
