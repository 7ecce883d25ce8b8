from . import policy_compare
