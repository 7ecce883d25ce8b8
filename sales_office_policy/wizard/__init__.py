from . import policy
from . import conduct
from . import custody
from . import organization
