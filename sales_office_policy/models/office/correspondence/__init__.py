# a model before its parts
from . import correspondence
from . import counter
from . import proof
