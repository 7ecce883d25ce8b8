from . import removal
from . import res_company
