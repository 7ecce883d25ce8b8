# what all of them inherit
from .. import described
from . import reader_mixin
from . import mail_activity
from . import mail_followers
from . import preview_mixin
from . import protected_mixin
from . import remembered_mixin
from . import notification
from . import typing_mixin
from . import unfollowed_mixin
from . import used_mixin
from . import version_mixin
