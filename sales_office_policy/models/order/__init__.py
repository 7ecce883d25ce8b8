from . import res_company
from . import settings
