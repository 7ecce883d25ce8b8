from . import custody
