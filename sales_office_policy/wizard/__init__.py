from . import policy
from . import custody
from . import organization
