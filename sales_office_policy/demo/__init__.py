from . import sales_office_demo
