from . import register_mixin  # first: the others inherit it

from . import call
from . import visitor
