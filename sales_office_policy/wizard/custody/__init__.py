from . import sales_office_document_handling
