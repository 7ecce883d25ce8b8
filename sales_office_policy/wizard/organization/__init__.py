from . import membership_correction
from . import reason
from . import setup
from . import setup_department
from . import setup_person
