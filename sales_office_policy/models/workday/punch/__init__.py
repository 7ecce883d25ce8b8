from . import punch
from . import punch_file
from . import punch_layout
from . import punch_table
