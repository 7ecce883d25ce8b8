from . import commission_books
from . import credit_split
