from . import untaken_dialog
