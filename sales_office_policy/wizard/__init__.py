from . import policy
from . import custody
