from . import untaken_take
