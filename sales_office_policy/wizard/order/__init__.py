from . import contract_sign
from . import delivery_promise_make
