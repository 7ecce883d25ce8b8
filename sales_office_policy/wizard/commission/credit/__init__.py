from . import credit_dialog
