from . import untaken
from . import found
