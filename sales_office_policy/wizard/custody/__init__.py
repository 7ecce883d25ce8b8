from . import document_handling
from . import document_return
