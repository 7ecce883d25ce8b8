from . import policy_compare
from . import policy_sign
