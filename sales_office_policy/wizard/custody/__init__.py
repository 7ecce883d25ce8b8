from . import sales_office_document_handling
from . import sales_office_document_return
