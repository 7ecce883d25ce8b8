# a model before its parts
from . import document
from . import category
from . import clearance
from . import code_attempt
from . import event
from . import handover
from . import inspection_line
from . import opening
from . import queue
from . import reference
