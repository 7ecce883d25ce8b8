from . import activity
from . import campaign
