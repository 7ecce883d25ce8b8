from . import sales_office_membership_correction
from . import sales_office_setup
from . import sales_office_setup_department
from . import sales_office_setup_person
