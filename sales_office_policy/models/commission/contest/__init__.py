from . import contest
from . import closing
from . import contest_participant
from . import contest_prize
from . import eligibility
from . import standings
