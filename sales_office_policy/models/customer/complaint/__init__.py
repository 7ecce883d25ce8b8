# the models before what is added to them
from . import cause
from . import complaint
from . import rights
from . import steps
from . import complaint_action
from . import people
from . import clocks
from . import exchange
from . import satisfaction
from . import rating
from . import rating_rating
from . import complaining_customer
from . import register_mixin
