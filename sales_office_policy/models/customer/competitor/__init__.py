from . import competitor
from . import competitor_line
from . import competition
from . import contested_lead
