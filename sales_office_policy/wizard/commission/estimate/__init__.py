from . import commission_estimate
