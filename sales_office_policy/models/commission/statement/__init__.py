from . import statement
from . import statement_line
from . import confirmation
from . import unassigned_payout
from . import line_dispute
from . import line_wording
from . import payout
from . import together
