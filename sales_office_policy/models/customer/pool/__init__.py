# the pool and its log before what asks them
from . import pool
from . import pending
from . import pool_rule
from . import pool_move
from . import hearing
from . import pooled_lead
from . import pool_lead
from . import res_users
from . import pooled_partner
