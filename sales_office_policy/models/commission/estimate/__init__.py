from . import deal
from . import crm_lead
