from . import figures
from . import figures_mixin
