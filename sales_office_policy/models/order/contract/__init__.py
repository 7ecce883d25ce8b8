# models before their parts
from . import kind
from . import contract
from . import contracted_order
from . import filing
from . import milestone
from . import performance
from . import review
from . import signing
