from . import decided_mixin
from . import plan
