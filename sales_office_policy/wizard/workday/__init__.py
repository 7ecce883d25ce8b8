from . import day_recount
from . import punch_import
from . import closing_dialog
