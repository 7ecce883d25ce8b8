from . import reader_mixin
from . import derived_mixin
from . import mail_activity
from . import mail_followers
from . import preview_mixin
from . import typing_mixin
from . import unfollowed_mixin
from . import used_mixin
