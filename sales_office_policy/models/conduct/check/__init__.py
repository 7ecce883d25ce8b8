from . import source_mixin
from . import check
from . import run
from . import finding
