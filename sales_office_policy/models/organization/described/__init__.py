from . import described_mixin
from . import ir_model_fields
