# a model before its parts
from . import target
from . import achievement
from . import acknowledgement
from . import rights
from . import season
from . import tree
