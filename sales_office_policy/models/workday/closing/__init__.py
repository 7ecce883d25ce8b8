# a model before its parts
from . import closing
from . import closing_rota

from . import closing_line
from . import closing_template
from . import duty_turns
from . import planning
from . import rota_planning
from . import swap
