from . import contract_sign
from . import delivery_promise_make
from . import price_counter
from . import price_request
from . import receivable_dialog
from . import credit_release
from . import credit_request
