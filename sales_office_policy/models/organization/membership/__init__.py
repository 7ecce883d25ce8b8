from . import membership
from . import membership_correction
