from . import customer_export
from . import document_access
from . import document_annex
from . import export_mixin
from . import ir_actions_report
from . import ir_attachment
from . import mail_activity
from . import mail_message
