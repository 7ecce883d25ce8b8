from . import lead_record_mixin
from . import need
