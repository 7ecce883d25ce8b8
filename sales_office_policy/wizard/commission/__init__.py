from . import credit
from . import estimate
from . import payout
from . import plan
from . import statement
from . import untaken
