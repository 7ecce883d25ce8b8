# a model before its parts
from . import overview
from . import overview_sale
from . import records
from . import sales
