from . import organization
from . import policy
from . import conduct
from . import workday
from . import meeting
from . import custody
from . import office
from . import commission
