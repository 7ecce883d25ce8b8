from . import inspection
from . import inspection_item
from . import inspection_line
