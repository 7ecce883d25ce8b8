from . import appointment
from . import deputy
