from . import channelled_lead
from . import followed_lead
