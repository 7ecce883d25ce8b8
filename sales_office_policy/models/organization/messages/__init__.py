from . import message_kind
from . import news
from . import robot
from . import telling
from . import message
from . import mail_message
