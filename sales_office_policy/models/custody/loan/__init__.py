# a model before its parts
from . import loan
from . import hold
from . import returning
