# a model before its parts
from . import instruction
from . import block
from . import log
from . import superior
