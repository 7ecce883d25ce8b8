from . import plan
from . import market_note
