from . import commission_books
from . import credit_split
from . import last_owner
from . import pool
