from . import conduct
