from . import lead_snooze
from . import visit_report
from . import competitor_merge
from . import crm_lead2opportunity_partner
from . import crm_lead_lost
from . import stage_evidence_tick
from . import stage_override_make
from . import pool_release
