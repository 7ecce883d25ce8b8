from . import contract_sign
from . import delivery_promise_make
from . import price_counter
from . import price_request
