from . import statement_generate
from . import statement_pay
from . import statement_settle
