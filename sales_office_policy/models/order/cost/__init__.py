# what tells costs and margins, beside quotations themselves
from . import account_invoice_report
from . import product_product
from . import product_template
from . import sale_report
