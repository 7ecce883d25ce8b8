from . import stocktake
from . import stocktake_line
