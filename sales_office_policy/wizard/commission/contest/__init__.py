from . import contest_reason
