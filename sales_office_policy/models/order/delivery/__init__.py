# the model before what is added to orders
from . import promise
from . import promised_line
from . import promised_order
